import { DeleteEventSourceMappingCommand, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import { DeleteBucketPolicyCommand, DeletePublicAccessBlockCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { DeleteQueueCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Cleanup } from "../../local-aws/fixture.ts";
import { recordedAudio } from "../../local-twilio/running.ts";
import { number, other } from "./account.ts";
import { deployedStack, origin } from "./deployed.ts";

const recent = { verification: { probe: "recent" } };
const byCall = { verification: { probe: "call" } };
const none = { verification: { probe: "none" } };

const cleanup = new Cleanup();
let it: Awaited<ReturnType<typeof deployedStack>>;
let flexToken: string;
beforeAll(async () => {
  it = await deployedStack(cleanup);
  flexToken = it.twilio.control.tokens.issue({ identity: "listener", roles: ["supervisor"] });
});
afterAll(() => cleanup.run());

test("before the first call nothing fails, and what can't be tried yet says so", async () => {
  expect(await it.account.notPassed(recent, { flexToken })).toEqual({
    "probe: recording": "skipped: the account has no completed recording to try; run it again after a call",
    "probe: archive": "skipped: there is no probe recording",
    "bucket: anonymous read": expect.stringMatching(/^skipped: there is no recording in the bucket/),
    "media authentication": expect.stringMatching(/^skipped: /),
    playback: "skipped: there is no probe recording to play",
  });
});

test("the newest recording goes through archive and playback, and again, stored once", async () => {
  const call = { call_sid: `CA${"1".repeat(32)}`, source: "StartCallRecordingAPI" as const };
  const { sid } = it.twilio.control.recordings.add(recordedAudio(1, 2), call);
  const first = await it.account.checks(recent, { flexToken });
  expect(first.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
  expect(first.map(({ name }) => name)).toEqual([
    "Flex Configuration",
    "one recording mechanism",
    "voice flow",
    "messaging flow",
    `calls to ${number}`,
    `texts to ${other}`,
    `sms address ${other}`,
    "url_provider: no token",
    "url_provider: foreign page",
    `url_provider: ${origin}`,
    "archive: no signature",
    "probe: recording",
    "probe: archive",
    "bucket: anonymous list",
    "bucket: anonymous read",
    "media authentication",
    ...["token header", "preflight", "url_provider", "media", "seek", "audio", "no token", "other page"].map(
      (name) => `playback: ${name}`,
    ),
    "playback: other page, media",
  ]);
  expect(await it.keys()).toEqual([it.keyOf(sid)]);
  expect(await it.account.notPassed(recent, { flexToken })).toEqual({});
  expect(await it.keys()).toEqual([it.keyOf(sid)]);
});

test("without a listener's token playback is skipped, and says how to try it", async () => {
  expect(await it.account.notPassed(recent)).toEqual({
    playback: expect.stringMatching(/^skipped: FLEX_TOKEN is not set/),
  });
});

test("a listener who may not listen fails playback, and not the rest", async () => {
  const agent = it.twilio.control.tokens.issue({ identity: "agent", roles: ["agent"] });
  expect(await it.account.notPassed(recent, { flexToken: agent })).toEqual({
    "playback: url_provider": expect.stringMatching(/^failed: HTTP 403; Not for you\./),
  });
});

test("a call is placed, recorded, archived and played, and nothing of it is left to agents", async () => {
  expect(await it.account.notPassed(byCall, { flexToken })).toEqual({});
  const { calls, taskRouter, recordings } = it.twilio.control.state();
  expect(calls.map(({ direction, status }) => [direction, status])).toEqual([
    ["outbound-api", "completed"],
    ["inbound", "completed"],
  ]);
  expect(taskRouter.tasks.map(({ assignment_status: status }) => status)).toEqual(["canceled"]);
  expect(await it.keys()).toContain(it.keyOf(recordings.at(-1)?.sid ?? ""));
});

describe("the bucket", () => {
  beforeAll(() => it.s3.send(new DeletePublicAccessBlockCommand({ Bucket: it.bucket })));

  const everybody = (Action: string, Resource: string) =>
    it.s3.send(
      new PutBucketPolicyCommand({
        Bucket: it.bucket,
        Policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Principal: "*", Action, Resource: `arn:aws:s3:::${it.bucket}${Resource}` }],
        }),
      }),
    );

  test.each([
    ["read", "s3:GetObject", "/*", /^failed: a recording can be read by everybody; turn its public access block on/],
    ["list", "s3:ListBucket", "", /^failed: the bucket tells everybody what is in it; turn its public access/],
  ])("that everybody may %s is found", async (what, action, resource, detail) => {
    await everybody(action, resource);
    const found = await it.account.notPassed(none);
    await it.s3.send(new DeleteBucketPolicyCommand({ Bucket: it.bucket }));
    expect(found[`bucket: anonymous ${what}`]).toMatch(detail);
  });
});

describe("the playback function", () => {
  test("that allows every page is found", async () => {
    await it.allowPages(["*"]);
    const found = await it.account.notPassed(none);
    expect(found["url_provider: foreign page"]).toMatch(
      /^failed: pages of https:\/\/elsewhere.example may ask it; list/,
    );
  });

  test("that allows other pages than the settings say is found", async () => {
    await it.allowPages(["https://other.example"]);
    const found = await it.account.notPassed(none);
    expect(found[`url_provider: ${origin}`]).toMatch(/^failed: the preflight .*CORS settings/);
    expect(found).not.toHaveProperty("url_provider: foreign page");
  });

  test("that is gone is found", async () => {
    await it.closePlayback();
    const found = await it.account.notPassed(none);
    expect(found["url_provider: no token"]).toMatch(/^failed: answers (403|404) instead of 401/);
  });
});

describe("the archive", () => {
  test("whose store is dead is found, also where the recording was stored before", async () => {
    const { EventSourceMappings = [] } = await it.lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName: "archive-store" }),
    );
    for (const { UUID } of EventSourceMappings) await it.lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    const stored = await it.account.notPassed(recent, { poll: 5 });
    expect(stored["probe: archive"]).toMatch(
      /^failed: RE\w+ has not been looked at by the archive's store after 1 s; .*archive status --stack tests/,
    );
    it.twilio.control.recordings.add(recordedAudio(3, 4), { call_sid: `CA${"2".repeat(32)}` });
    const { "probe: archive": missing } = await it.account.notPassed(recent, { poll: 5 });
    expect(missing).toMatch(/^failed: RE\w+ is not in the bucket after 1 s; `npm run flex-media -- archive status/);
  });

  test("that can't take callbacks is found", async () => {
    await it.clients.sqs.send(new DeleteQueueCommand({ QueueUrl: it.queueUrl }));
    const { "probe: archive": found } = await it.account.notPassed(recent);
    expect(found).toMatch(/^failed: answers 503 to a callback instead of 204, so that Twilio's are lost as well/);
  });
});
