import { DeletePublicAccessBlockCommand, PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Stack } from "../../../cli/stack/stack.ts";
import { type StackCheck, verifyStack } from "../../../cli/verify/index.ts";
import { accessTo } from "../../contract/archive-store/archive.ts";
import { changeBehindItsBack, type OpenedStack, openStack, withConfig } from "../stack/opened-stack.ts";

let opened: OpenedStack;
let byCall: string[];
const flexToken = () => opened.stack.twilio.control.tokens.issue({ identity: "listener", roles: ["supervisor"] });

beforeAll(async () => {
  opened = await openStack();
  await opened.stack.pulumi.up();
  opened.stack.twilio.control.voiceSettings.set({ httpAuthOnMedia: true });
  byCall = await withConfig(opened, (config) => `${config}  flex-media:verification:\n    probe: call\n`);
});
afterAll(() => opened?.remove());

/** The stack as the commands see it. */
function stackOf(config = opened.stack.pulumi.configArguments()): Stack {
  const { pulumi } = opened.stack;
  return {
    name: "local",
    environment: { ...process.env, ...pulumi.environment },
    pulumi: (args) => pulumi.run(args[0] === "config" ? [...args, ...config.slice(-2)] : args),
  };
}

async function checksOf(stack: Stack): Promise<StackCheck[]> {
  const checks: StackCheck[] = [];
  const options = { flexToken: flexToken(), stop: new AbortController().signal, poll: 1_000 };
  for await (const check of verifyStack(stack, options)) checks.push(check);
  return checks;
}

const named = async (outcome: StackCheck["outcome"], stack = stackOf()) =>
  (await checksOf(stack)).filter((check) => check.outcome === outcome).map(({ name }) => name);

test("a stack that was just brought up passes; what needs a first call is skipped, and a call of its own is the first", async () => {
  const fresh = await checksOf(stackOf());
  expect(fresh.filter(({ outcome }) => outcome === "failed" || outcome === "warned")).toEqual([]);
  expect(fresh.filter(({ outcome }) => outcome === "skipped").map(({ name }) => name)).toEqual([
    "probe: recording",
    "probe: archive",
    "bucket: anonymous read",
    "media authentication",
    "playback",
  ]);
  const called = await checksOf(stackOf(byCall));
  expect(called.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
  const { tasks } = opened.stack.twilio.control.state().taskRouter;
  expect(tasks.map(({ assignment_status: status }) => status)).toEqual(["canceled"]);
  expect((await checksOf(stackOf())).filter(({ outcome }) => outcome !== "passed")).toEqual([]);
});

describe("after a click it fails, until an up puts that right:", () => {
  async function post(target: string, fields: Record<string, string>): Promise<void> {
    const config = await opened.stack.pulumi.config();
    const credentials = `${config["twilio:accountSid"]}:${config["twilio:authToken"]}`;
    const headers = { authorization: `Basic ${btoa(credentials)}` };
    const answer = await fetch(opened.stack.twilio.endpoint(target), {
      method: "POST",
      headers,
      body: new URLSearchParams(fields),
    });
    expect(answer.ok).toBe(true);
  }

  const state = () => opened.stack.twilio.control.state();
  const clicks: [string, () => Promise<void> | void, string[]][] = [
    [
      "attachments",
      () => changeBehindItsBack(opened.stack, "web", { number_of_attachments: 7 }),
      ["Flex Configuration"],
    ],
    [
      "a second mechanism",
      () => void opened.stack.twilio.control.flexConfiguration.change({ call_recording_enabled: true }),
      ["Flex Configuration", "one recording mechanism"],
    ],
    [
      "a draft of the voice flow",
      async () => {
        const { voiceFlowSid } = await opened.stack.pulumi.outputs();
        const { definition } =
          state()
            .flows.find(({ sid }) => sid === voiceFlowSid)
            ?.revisions.at(-1) ?? {};
        const fields = { Status: "draft", Definition: JSON.stringify(definition) };
        await post(`studio.twilio.com/v2/Flows/${voiceFlowSid}`, fields);
      },
      ["voice flow"],
    ],
    [
      "a number that leads elsewhere",
      async () => {
        const number = state().phoneNumbers.find(({ phone_number: one }) => one === "+14155550100");
        const path = `Accounts/${(await opened.stack.pulumi.outputs()).accountSid}/IncomingPhoneNumbers/${number?.sid}.json`;
        await post(`api.twilio.com/2010-04-01/${path}`, { VoiceUrl: "https://elsewhere.example/" });
      },
      ["calls to +14155550100"],
    ],
    [
      "an address that makes no conversations",
      () => post("conversations.twilio.com/v1/Configuration/Addresses/web", { "AutoCreation.Enabled": "false" }),
      ["chat address web"],
    ],
  ];
  test.each(clicks)("%s", async (_, click, failing) => {
    await click();
    expect(await named("failed")).toEqual(failing);
    await opened.stack.pulumi.up({ refresh: true });
    expect(await named("failed")).toEqual([]);
  });

  test("a bucket that everybody may read", async () => {
    const { bucketName: Bucket } = (await opened.stack.pulumi.outputs()) as { bucketName: string };
    const access = await accessTo(opened.stack.aws);
    const s3 = new S3Client({ ...access, forcePathStyle: true });
    try {
      const Statement = [
        { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::${Bucket}/*` },
      ];
      await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
      await s3.send(
        new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) }),
      );
    } finally {
      s3.destroy();
      access.requestHandler.httpsAgent.destroy();
    }
    expect(await named("failed")).toContain("bucket: anonymous read");
    await opened.stack.pulumi.up({ refresh: true });
    expect(await named("failed")).toEqual([]);
  });

  test("media that everybody may hear, which only the Console puts right", async () => {
    const { voiceSettings } = opened.stack.twilio.control;
    voiceSettings.set({ httpAuthOnMedia: false });
    const [open] = (await checksOf(stackOf())).filter(({ outcome }) => outcome === "failed");
    expect(open).toMatchObject({ name: "media authentication" });
    expect(open?.detail).toContain("Voice > Settings > General");
    voiceSettings.set({ httpAuthOnMedia: true });
    expect(await named("failed")).toEqual([]);
  });
});
