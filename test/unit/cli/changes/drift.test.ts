import { expect, test } from "vitest";
import { driftOf, driftText, previewOf } from "../../../../cli/changes/index.ts";
import { exported, printed, recorded, stackThat, summary } from "./stack.ts";

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

test("an operation that is not known is told rather than passed over", async () => {
  const metadata = { op: "teleport", urn: "urn:pulumi:dev::p::a:b:C::name", type: "a:b:C", old: { custom: true } };
  await expect(driftIn(printed({ resOutputsEvent: { metadata } }, summary))).rejects.toThrow('"teleport"');
});
