import { expect, test } from "vitest";
import { driftOf, driftText, markdownDrift, previewOf } from "../../../../cli/changes/index.ts";
import { exported, printed, recorded, stackThat, summary, told } from "./stack.ts";

const signature = "4dabf18193072939515e22adb298388d";
const secret = { [signature]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };

test("what a real refresh found is told by meaning", async () => {
  const { stack } = stackThat({ stack: exported(), refresh: { stdout: recorded("drift") } });
  const found = await driftOf(stack);
  expect(found.changes.map(({ type, name, operation }) => [type.split(":").at(-1), name, operation])).toEqual([
    ["AddressConfiguration", "chat web", "delete"],
    ["AddressConfiguration", "sms +14155550101", "update"],
    ["Configuration", "flex", "update"],
    ["IncomingNumber", "+14155550100", "update"],
    ["Flow", "voice", "update"],
    ["MetricAlarm", "playback-broken", "delete"],
    ["RolePolicy", "playback", "update"],
    ["Function", "playback", "update"],
    ["BucketCorsConfiguration", "recordings", "delete"],
  ]);
  expect(found.unchanged).toBeGreaterThan(40);
  const text = driftText(found);
  expect(text).toContain(
    "channelConfigs[web].cbmAttachments.maxFileSize (largest attachment): declared 5242880 (5.0 MiB), found 4096 (4.0 KiB)",
  );
  expect(text).toContain("widget Greeting: say: declared Thank you for calling. This call is recorded., found Hello.");
  expect(text).toContain("found https://example.com/voice?token=…");
  expect(text).toContain("environment.variables.ALLOWED_ROLES (environment variable): declared ");
  expect(text).toMatch(/Alarm playback-broken .*\n {6}was deleted/);
});

/** One resource of which a refresh says that it is different. */
function refreshed(before: object, after: object, detailedDiff: object): string {
  const urn = "urn:pulumi:dev::flex-media::twilio:voice:MediaAuthentication::recordings";
  const metadata = {
    op: "update",
    urn,
    type: "twilio:voice:MediaAuthentication",
    old: { custom: true, id: "x", inputs: {}, outputs: {}, ...before },
    new: { custom: true, id: "x", inputs: {}, outputs: {}, ...after },
    detailedDiff,
  };
  return printed({ resOutputsEvent: { metadata } }, summary);
}

const driftIn = (stdout: string) => driftOf(stackThat({ stack: exported(), refresh: { stdout } }).stack);

test("what the next update tries again is no drift, as nothing was found to differ", async () => {
  const same = { outputs: { proven: false } };
  const found = await driftIn(refreshed(same, same, { proven: { diffKind: "update", inputDiff: false } }));
  expect(found).toMatchObject({ changes: [], unchanged: 1 });
});

test("that recordings are closed, now that there is one to try it with, is no drift", async () => {
  const found = await driftIn(
    refreshed({ outputs: { proven: false } }, { outputs: { proven: true } }, { proven: { diffKind: "update" } }),
  );
  expect(found).toMatchObject({ changes: [], unchanged: 1 });
});

test.each([
  ["false", { proven: false }, 0],
  ["true", { proven: true }, 1],
  ["unknown", { proven: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" }, 1],
])("a preview of what is tried again and comes to %s is told where something comes of it", async (_, after, told) => {
  const stdout = refreshed({ outputs: { proven: false } }, { outputs: after }, { proven: { diffKind: "update" } });
  const found = await previewOf(stackThat({ preview: { stdout } }).stack, { policies: false });
  expect([found.changes.length, found.unchanged]).toEqual([told, 1 - told]);
});

test("what an output shows is drift, and so is another secret, which is not told", async () => {
  const proven = await driftIn(
    refreshed({ outputs: { proven: true } }, { outputs: { proven: false } }, { proven: { diffKind: "update" } }),
  );
  expect(proven.changes).toHaveLength(1);
  const [before, after] = [{ inputs: { password: secret } }, { inputs: { password: secret } }];
  const masked = await driftIn(refreshed(before, after, { password: { diffKind: "update", inputDiff: true } }));
  expect(masked.changes[0]?.properties).toEqual([
    { path: "password", before: "[secret]", after: "[secret]", replaces: false },
  ]);
  expect(driftText(masked)).toContain("password: a secret, changed");
});

test("what is secret in the state stays so where a refresh reads it in plain", async () => {
  const plain = refreshed(
    { inputs: { password: secret } },
    { inputs: { password: "hunter2" } },
    { password: { diffKind: "update", inputDiff: true } },
  );
  const found = await driftIn(plain);
  expect(JSON.stringify(found)).not.toContain("hunter2");
});

const resource = (type: string, name: string) => `urn:pulumi:dev::flex-media::${type}::${name}`;

/** What a refresh says of a resource when it is done with it. */
function done(op: string, type: string, name: string, more: object): object {
  const metadata = { op, urn: resource(type, name), type, detailedDiff: {}, ...more };
  return { resOutputsEvent: { metadata } };
}

const lambda = "aws:lambda/function:Function";
const withCode = (codeSha256: string) => ({ custom: true, id: "f", inputs: {}, outputs: { codeSha256 } });

test("other code of a function is drift although AWS's provider finds it the same, and an up is no remedy", async () => {
  const other = done("same", lambda, "playback", { old: withCode("AAAAAAAAAAAA"), new: withCode("BBBBBBBBBBBB") });
  const same = done("same", lambda, "archive", { old: withCode("AAAA"), new: withCode("AAAA") });
  const found = await driftIn(printed(other, same, summary));
  expect(found).toMatchObject({ changes: [{ name: "playback", operation: "update" }], unchanged: 1 });
  const text = driftText(found);
  expect(text).toContain("~ codeSha256 (code): declared contents AAAAAAAA, found contents BBBBBBBB\n");
  expect(text).toContain("! an `up` brings back no code");
  expect(text).not.toContain("up --refresh");
  expect(markdownDrift(found)).toMatch(/^- Lambda function playback.* brings back no code/m);
});

test("a trunk that takes a number's calls is drift, and to be taken away first", async () => {
  const state = (trunkSid: string) => ({ custom: true, id: "PN1", inputs: { trunkSid }, outputs: { trunkSid } });
  const diff = { detailedDiff: { trunkSid: { diffKind: "update", inputDiff: true } } };
  const number = done("update", "twilio:phone:IncomingNumber", "+14155550100", {
    old: state(""),
    new: state("TK1"),
    ...diff,
  });
  const text = driftText(await driftIn(printed(number, summary)));
  expect(text).toContain("~ trunkSid (Configure with: SIP Trunk): declared nothing, found TK1\n");
  expect(text).toContain("! an `up` refuses a number whose calls or messages something else takes; take that away");
});

const version = "aws:secretsmanager/secretVersion:SecretVersion";
const gone = (type: string, id: string) => done("delete", type, "credentials", { old: { custom: true, id } });

test("a secret that was given another value twice is no drift, and is warned of", async () => {
  const found = await driftIn(printed(gone(version, "arn:s|1"), summary));
  expect(found.changes).toEqual([]);
  expect(found.rotated).toEqual([
    "Value of secret credentials: another value is in use than the stack wrote; take it into the configuration first, as the " +
      "update after a refresh would write the stack's own back",
  ]);
  expect(driftText(found)).toContain(`\n\nWarnings\n  - ${found.rotated[0]}\n`);
});

test("what Pulumi itself warns of is no word on a secret", async () => {
  const found = await driftIn(printed(gone(version, "arn:s|1"), told("warning", "the region is slow"), summary));
  expect([found.rotated.length, found.warnings.length]).toEqual([1, 2]);
});

test("a secret that is deleted is drift, with its value", async () => {
  const found = await driftIn(
    printed(gone(version, "arn:s|1"), gone("aws:secretsmanager/secret:Secret", "arn:s"), summary),
  );
  expect(found.changes.map(({ type }) => type).sort()).toEqual(["aws:secretsmanager/secret:Secret", version]);
  expect([found.rotated, found.warnings]).toEqual([[], []]);
});

test("of variables that the program does not have the names are told alone, and of credentials nothing", async () => {
  const state = (variables: object) => ({ custom: true, id: "f", inputs: { environment: { variables } }, outputs: {} });
  const [before, after] = [{ API_TOKEN: "old" }, { API_TOKEN: "new", TWILIO_API_SECRET: "hunter2", NOTE: "hello" }];
  const diff = (name: string, diffKind: string) => ({
    [`environment.variables.${name}`]: { diffKind, inputDiff: true },
  });
  const detailedDiff = { ...diff("API_TOKEN", "update"), ...diff("TWILIO_API_SECRET", "add"), ...diff("NOTE", "add") };
  const found = await driftIn(
    printed(done("update", lambda, "playback", { old: state(before), new: state(after), detailedDiff }), summary),
  );
  const text = driftText(found);
  expect(text).toContain("environment.variables.API_TOKEN (environment variable): a secret, changed");
  for (const name of ["TWILIO_API_SECRET", "NOTE"]) {
    expect(text).toContain(
      `environment.variables.${name} (environment variable): declared nothing, found set, and not shown`,
    );
  }
  for (const told of [text, markdownDrift(found), JSON.stringify(found)])
    expect(told).not.toMatch(/hunter2|hello|old"|new"/);
});

test("all of a function's variables are as little told where it had none", async () => {
  const state = (inputs: object) => ({ custom: true, id: "f", inputs, outputs: {} });
  const detailedDiff = { environment: { diffKind: "add", inputDiff: true } };
  const after = { environment: { variables: { NOTE: "hello" } } };
  const event = done("update", lambda, "playback", { old: state({}), new: state(after), detailedDiff });
  expect(JSON.stringify(await driftIn(printed(event, summary)))).not.toContain("hello");
});

test.each<[string, object, string | undefined]>([
  [
    "a step whose state has another form",
    { resOutputsEvent: { metadata: { op: "delete", urn: 1 } } },
    "resOutputsEvent.metadata.urn",
  ],
  ["a summary of another form", { summaryEvent: { PolicyPacks: [] } }, "summaryEvent.PolicyPacks"],
  ["a diagnostic of another form", { diagnosticEvent: "broken" }, "diagnosticEvent"],
  ["an event that nobody reads", { preludeEvent: 1 }, undefined],
])("%s is told rather than passed over, if it is read at all", async (_, event, told) => {
  const found = driftIn(printed(event, summary));
  if (told === undefined) expect((await found).changes).toEqual([]);
  else await expect(found).rejects.toThrow(`${told}: the engine writes this in a form that is not known here; use`);
});

test("what Go writes as null is empty, and still told", async () => {
  const event = done("delete", "a:b:C", "name", { old: { custom: true, id: null, retainOnDelete: null } });
  expect((await driftIn(printed(event, summary))).changes).toMatchObject([{ operation: "delete", id: undefined }]);
});

test("an operation that is not known is told rather than passed over", async () => {
  const metadata = { op: "teleport", urn: "urn:pulumi:dev::p::a:b:C::name", type: "a:b:C", old: { custom: true } };
  await expect(driftIn(printed({ resOutputsEvent: { metadata } }, summary))).rejects.toThrow('"teleport"');
});
