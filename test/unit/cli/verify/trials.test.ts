import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import { bucketTrials } from "../../../../cli/verify/bucket.ts";
import { type Probe, probeTrials } from "../../../../cli/verify/probe.ts";
import type { Subject } from "../../../../cli/verify/subject.ts";
import { summaryOf } from "../../../../cli/verify/summary.ts";
import type { Trial } from "../../../../cli/verify/trial.ts";
import { urlTrials } from "../../../../cli/verify/urls.ts";

const origin = "https://flex.twilio.com";
const signal = new AbortController().signal;

/** A stack whose addresses answer so. */
function subject(answer: Subject["fetch"], more: object = {}): Subject {
  return {
    stack: "dev",
    outputs: {
      playbackUrl: "https://play.example",
      archiveUrl: "https://intake.example",
      recordingsPrefix: "recordings/",
    },
    settings: {
      playback: { origins: [origin] },
      archive: {},
      verification: { probe: "recent" },
      storage: { tiering: [] },
    },
    bucketUrl: "https://bucket.example/",
    fetch: answer,
    s3: { send: async () => ({}) },
    poll: 0,
    ...more,
  } as unknown as Subject;
}

async function found(trials: Iterable<Trial>): Promise<Record<string, string>> {
  const all: [string, string][] = [];
  for (const { name, run } of trials) {
    const { outcome, detail } = await run(signal);
    all.push([name, `${outcome}: ${detail}`]);
  }
  return Object.fromEntries(all);
}

const status = (code: number, headers: Record<string, string> = {}) => new Response(null, { status: code, headers });

describe("addresses that are told apart by what they answer", () => {
  test.each([
    [200, /^failed: answers 200 instead of 401; take the URL off at once/],
    [403, /^failed: answers 403 instead of 401: the function URL itself is closed/],
    [502, /^failed: answers 502 instead of 401; its log tells why/],
  ])("a url_provider that answers %i without a token", async (code, detail) => {
    const { "url_provider: no token": told } = await found(urlTrials(subject(async () => status(code))));
    expect(told).toMatch(detail);
  });

  test.each([
    [{ unsigned: 204, wrong: 403 }, /^failed: a callback without a signature is taken \(204\); anyone can put work/],
    [{ unsigned: 403, wrong: 204 }, /^failed: a callback with a wrong signature is taken \(204\)/],
    [{ unsigned: 403, wrong: 503 }, /^failed: answers 503 instead of 403 to a callback with a wrong signature/],
    [{ unsigned: 403, wrong: 403 }, /^passed: refused, as is a wrong one$/],
  ])("an intake of which %j comes", async ({ unsigned, wrong }, detail) => {
    const answer: Subject["fetch"] = async (_, { headers = {} } = {}) =>
      status("x-twilio-signature" in headers ? wrong : unsigned);
    const { "archive: no signature": told } = await found(urlTrials(subject(answer)));
    expect(told).toMatch(detail);
  });

  test("an intake that is not in the outputs", async () => {
    const outputs = { playbackUrl: "https://play.example" };
    const { "archive: no signature": told } = await found(urlTrials(subject(async () => status(403), { outputs })));
    expect(told).toBe("failed: archiveUrl is not in the stack's outputs; `npm run pulumi -- up --stack dev`");
  });

  test.each([
    [404, /^failed: there is no such bucket \(404\)/],
    [301, /^failed: answers 301 instead of 403; look whether aws:region is the bucket's/],
    [403, /^passed: refused with 403$/],
  ])("a bucket that answers its list with %i", async (code, detail) => {
    const { "bucket: anonymous list": told } = await found(bucketTrials(subject(async () => status(code))));
    expect(told).toMatch(detail);
  });
});

describe("a recording that S3 keeps back with 400, for its KMS key", () => {
  const blocked = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  const denied = Object.assign(new Error("Access Denied"), { name: "AccessDenied" });
  const none = Object.assign(new Error("none"), { name: "NoSuchPublicAccessBlockConfiguration" });
  test.each<[string, object, RegExp]>([
    [
      "public access is blocked",
      blocked,
      /^passed: is kept back for its KMS key alone \(400\), and public access is block/,
    ],
    ["policies may open it", { ...blocked, RestrictPublicBuckets: false }, /^failed: .*not blocked; turn its public/],
    ["nothing blocks public access", none, /^failed: .*not blocked; turn its public access block on/],
    ["that can't be asked", denied, /^warned: .*can't be asked \(AccessDenied\); allow s3:GetBucketPublicAccessBlock$/],
  ])("where %s", async (_, block, detail) => {
    const s3 = {
      async send(command: object) {
        if (command instanceof ListObjectsV2Command) return { Contents: [{ Key: "recordings/AC/RE.wav" }] };
        if (block instanceof Error) throw block;
        return { PublicAccessBlockConfiguration: block };
      },
    };
    const answer: Subject["fetch"] = async (url) => status(String(url).endsWith("RE.wav") ? 400 : 403);
    const { "bucket: anonymous read": told } = await found(bucketTrials(subject(answer, { s3 })));
    expect(told).toMatch(detail);
  });
});

describe("the newest recording", () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toUTCString();
  const old = (storage: object, days: number, probe = "recent") => {
    const recording = { sid: `RE${"0".repeat(32)}`, status: "completed", date_created: daysAgo(days) };
    const twilio = {
      accountSid: `AC${"0".repeat(32)}`,
      async *list() {
        yield recording;
      },
    };
    const settings = { verification: { probe }, storage: { tiering: [], ...storage } };
    return subject(async () => status(204), { twilio, settings });
  };
  const vault = { tiering: [{ storageClass: "GLACIER", afterDays: 90 }] };
  const cases: [string, object, number, RegExp][] = [
    [
      "retention has deleted it",
      { retention: { days: 30 } },
      31,
      /^skipped: the newest recording is 31 days old, and retention/,
    ],
    ["it lies in a vault", vault, 91, /^skipped: .* lies in GLACIER, where nothing plays/],
    ["neither is so", { ...vault, retention: { days: 100 } }, 89, /^passed: the newest of the account, RE0+$/],
  ];
  test.each(cases)("is a probe only where nothing is in its way: %s", async (_, storage, days, detail) => {
    const probe: Probe = {};
    const told = await found(probeTrials(old(storage, days), probe));
    expect(told["probe: recording"]).toMatch(detail);
    expect(probe.recording !== undefined).toBe(told["probe: recording"]?.startsWith("passed"));
  });

  test("is one all the same where the settings would have a call placed, and nobody is to be called", async () => {
    const told = await found(probeTrials(old({}, 1, "call"), { withoutCall: true }));
    expect(told["probe: recording"]).toMatch(/^passed: the newest of the account/);
  });
});

test("the last line names whatever has not passed", () => {
  const check = (name: string, outcome: "passed" | "failed" | "warned" | "skipped") => ({ name, outcome, detail: "" });
  expect(summaryOf([check("a", "passed"), check("b", "passed")])).toBe("2 passed\n");
  expect(summaryOf([check("a", "passed"), check("b", "skipped"), check("c", "warned"), check("d", "failed")])).toBe(
    "1 passed, 1 failed (d), 1 warned (c), 1 skipped (b)\n",
  );
});
