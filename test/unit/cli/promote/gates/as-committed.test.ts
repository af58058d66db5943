import { expect, test } from "vitest";
import type { Change } from "../../../../../cli/changes/index.ts";
import { noDrift } from "../../../../../cli/promote/gates/no-drift.ts";
import { nothingToDo } from "../../../../../cli/promote/gates/nothing-to-do.ts";
import { wholeUpdate } from "../../../../../cli/promote/gates/whole-update.ts";
import type { StackUpdate } from "../../../../../cli/promote/history.ts";
import { history, noneFound, other, preview, subject, update } from "./subject.ts";

const flex: Change = {
  urn: "",
  type: "twilio:flex:Configuration",
  name: "flex",
  provider: "twilio",
  id: undefined,
  flow: undefined,
  isRetained: false,
  operation: "update",
  properties: [{ path: "maxFileSize", before: "5", after: "4", replaces: false }],
};

test.each<[StackUpdate["kind"], StackUpdate["result"], RegExp]>([
  [
    "update",
    "failed",
    /^--from: the last update of dev, at 2026-01-01T00:00:00.000Z, failed and may have left it half done; /,
  ],
  ["destroy", "failed", /^--from: the last destroy of dev/],
  ["update", "in-progress", /^--from: the update of dev that began at .* is still at work; wait/],
])("an %s that is %s has left something half done", async (kind, result, expected) => {
  const of = history({ ...update, kind, result }, update);
  expect(await wholeUpdate.refusals(subject({ from: { history: async () => of } }))).toEqual([
    expect.stringMatching(expected),
  ]);
});

test("work that nobody saw the end of has left something half done, until the history has another update", async () => {
  const of = (after: string, of = update) =>
    subject({
      from: {
        history: async () => history(of),
        record: async () => ({ isVerified: true, atWork: { commit: other, after } }),
      },
    });
  expect(await wholeUpdate.refusals(of(update.startTime))).toEqual([
    "--from: dev was being brought up with bbbbbbbbbb, and nobody saw the end of it; wait where it is still at work, else " +
      "look what came of it and `npm run pulumi -- up --stack dev`",
  ]);
  expect(await wholeUpdate.refusals(of("2025-12-31T00:00:00.000Z"))).toEqual([]);
});

test("drift is told by property: no commit says it, and no update of the other stack would see it", async () => {
  const gone: Change = { ...flex, operation: "delete", properties: [] };
  const drift = async () => ({ ...noneFound, changes: [flex, gone] });
  const of = subject({ from: { drift }, to: { drift } });
  expect(await noDrift("from").refusals(of)).toEqual([
    "dev: flex (twilio:flex:Configuration) was changed: maxFileSize from 5 to 4, which no commit says; take it into the " +
      "program or its configuration, or undo it with `npm run pulumi -- up --refresh --stack dev`",
    expect.stringMatching(/^dev: flex \(twilio:flex:Configuration\) is gone, /),
  ]);
  expect(await noDrift("to").refusals(of)).toEqual([
    "staging: flex (twilio:flex:Configuration) was changed: maxFileSize from 5 to 4, which an update would pass over; " +
      "`npm run pulumi -- refresh --stack staging` notes it, which writes the stack's state alone, and the next report shows " +
      "what becomes of it; or take it into the program or its configuration",
    expect.stringMatching(/^staging: flex \(twilio:flex:Configuration\) is gone, /),
  ]);
});

const code: Change = {
  ...flex,
  type: "aws:lambda/function:Function",
  name: "playback",
  properties: [{ path: "codeSha256", before: "contents 1", after: "contents 2", replaces: false }],
};

test("what an update doesn't put right is told with what does", async () => {
  const drift = async () => ({ ...noneFound, changes: [code] });
  const of = subject({ from: { drift }, to: { drift } });
  const [from] = await noDrift("from").refusals(of);
  expect(from).toContain("an `up` brings back no code");
  expect(from).not.toContain("--refresh");
});

test("of another stack's code nobody is told to note it and look at the next report, which shows it no more", async () => {
  const of = subject({ to: { drift: async () => ({ ...noneFound, changes: [code] }) } });
  expect(await noDrift("to").refusals(of)).toEqual([
    "staging: playback (aws:lambda/function:Function) was changed: codeSha256 from contents 1 to contents 2, which an update " +
      "would pass over; bring its code back in the Console; or note it with `npm run pulumi -- refresh --stack staging`, " +
      "which hides it from every later report, and promote at once a commit that changes this function's code",
  ]);
});

test("a number that something else takes is told with what takes it away, in either stack", async () => {
  const number: Change = {
    ...flex,
    type: "twilio:phone:IncomingNumber",
    properties: [{ path: "trunkSid", before: "", after: "TK1", replaces: false }],
  };
  const drift = async () => ({ ...noneFound, changes: [number] });
  const of = subject({ from: { drift }, to: { drift } });
  for (const role of ["from", "to"] as const) {
    expect(await noDrift(role).refusals(of)).toEqual([
      expect.stringMatching(/; an `up` refuses a number whose calls or messages something else takes; take that away/),
    ]);
  }
});

test("a secret's other value is no drift, and stands beside each refusal whose advice would write over it", async () => {
  const rotation =
    "Value of secret twilio: another value is in use than the stack wrote; take it into the configuration first";
  const drift = (changes: Change[]) => async () => ({ ...noneFound, changes, rotated: [rotation] });
  const alone = subject({ from: { drift: drift([]) }, to: { drift: drift([]) } });
  const beside = subject({ from: { drift: drift([flex, code]) }, to: { drift: drift([flex, code]) } });
  for (const role of ["from", "to"] as const) {
    expect(await noDrift(role).refusals(alone)).toEqual([]);
    const refusals = await noDrift(role).refusals(beside);
    expect(refusals).toHaveLength(2);
    for (const refusal of refusals) expect(refusal.endsWith(`; ${rotation}`), refusal).toBe(true);
  }
});

const written = (secretId: string, more: Partial<Change> = {}): Change => ({
  ...flex,
  type: "aws:secretsmanager/secretVersion:SecretVersion",
  name: "twilio",
  operation: "create",
  properties: [{ path: "secretId", before: undefined, after: secretId, replaces: false }],
  ...more,
});

test.each<[string, Change, boolean]>([
  ["a value for a secret that is there", written("arn:aws:secretsmanager:us-east-1:000000000000:secret:a"), true],
  ["a value for a secret that is made with it", written("[unknown]"), false],
  ["another value of the configuration", written("arn:s", { operation: "replace" }), false],
])("what a refresh has noted may write a credential over, and that is told: %s", async (_, left, isTold) => {
  const of = subject({ from: { outstanding: async () => ({ ...preview, changes: [left] }) } });
  const [refusal = ""] = await nothingToDo.refusals(of);
  expect(refusal).toContain("`npm run pulumi -- up --stack dev`, and see that it is well");
  expect(
    refusal.endsWith(
      "; Value of secret twilio: where another value is in use than the stack wrote, take it into the configuration first, " +
        "as this writes the stack's own back",
    ),
  ).toBe(isTold);
});

const proof = (before: string, after: string): Change => ({
  ...flex,
  type: "twilio:voice:MediaAuthentication",
  name: "media",
  properties: [{ path: "proven", before, after, replaces: false }],
});

test.each<[string, readonly Change[], (string | RegExp)[]]>([
  ["nothing", [], []],
  ["a proof that was not there yet", [proof("false", "true"), proof("false", "[unknown]")], []],
  [
    "a proof that is gone",
    [proof("true", "false")],
    [/update media \(twilio:voice:MediaAuthentication\): proven from true to false/],
  ],
  [
    "a click that a refresh has noted",
    [flex],
    [
      "dev: is not what its commit makes of it, as an update would still do something: update flex (twilio:flex:Configuration): " +
        "maxFileSize from 5 to 4; `npm run pulumi -- up --stack dev`, and see that it is well",
    ],
  ],
  [
    "half of another commit",
    Array.from({ length: 7 }, (_, index) => ({ ...flex, name: `flex${index}`, operation: "create", properties: [] })),
    [/create flex0 \(.*; create flex4 \(twilio:flex:Configuration\); 2 more; `npm run/],
  ],
])("a stack is what its commit makes of it where an update would do nothing: %s", async (_, changes, expected) => {
  const of = subject({ from: { outstanding: async () => ({ ...preview, changes }) } });
  expect(await nothingToDo.refusals(of)).toEqual(
    expected.map((one) => (typeof one === "string" ? one : expect.stringMatching(one))),
  );
});
