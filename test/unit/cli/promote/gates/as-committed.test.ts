import { expect, test } from "vitest";
import type { Change } from "../../../../../cli/changes/index.ts";
import { noDrift } from "../../../../../cli/promote/gates/no-drift.ts";
import { nothingToDo } from "../../../../../cli/promote/gates/nothing-to-do.ts";
import { wholeUpdate } from "../../../../../cli/promote/gates/whole-update.ts";
import type { StackUpdate } from "../../../../../cli/promote/history.ts";
import { history, other, preview, subject, update } from "./subject.ts";

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
  const drift = async () => ({ ...preview, changes: [flex, gone] });
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

test("what an update doesn't put right is told with what does", async () => {
  const code: Change = {
    ...flex,
    type: "aws:lambda/function:Function",
    properties: [{ path: "codeSha256", before: "contents 1", after: "contents 2", replaces: false }],
  };
  const drift = async () => ({ ...preview, changes: [code] });
  const of = subject({ from: { drift }, to: { drift } });
  const [from] = await noDrift("from").refusals(of);
  expect(from).toContain("an `up` brings back no code");
  expect(from).not.toContain("--refresh");
  expect((await noDrift("to").refusals(of))[0]).toContain("an `up` brings back no code");
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
