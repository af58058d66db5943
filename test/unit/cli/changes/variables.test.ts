import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutForeignVariables } from "../../../../cli/changes/engine/variables.ts";
import { markdownReport, previewOf, textReport } from "../../../../cli/changes/index.ts";
import { bringUp } from "../../../../cli/promote/update.ts";
import { printed, stackThat, summary } from "./stack.ts";

const lambda = "aws:lambda/function:Function";
const dsn = "app/hunter2@db";
const state = (inputs: object) => ({ custom: true, id: "f", inputs, outputs: {} });
const withVariables = (variables: unknown) => state({ environment: { variables } });
const removed = (path: string) => ({ [path]: { diffKind: "delete", inputDiff: true } });

/** What Pulumi prints of a function whose variables change. */
function changed(old: object, made: object, detailedDiff: object): string {
  const urn = `urn:pulumi:dev::flex-media::${lambda}::playback`;
  const metadata = { op: "update", urn, type: lambda, old, new: made, detailedDiff };
  return printed({ resourcePreEvent: { metadata } }, { resOutputsEvent: { metadata } }, summary);
}

test.each<[string, object, object, object, string]>([
  [
    "one that goes away",
    withVariables({ DB_DSN: dsn, LEVEL: "info" }),
    withVariables({ LEVEL: "debug" }),
    {
      ...removed("environment.variables.DB_DSN"),
      "environment.variables.LEVEL": { diffKind: "update", inputDiff: true },
    },
    "environment.variables.DB_DSN",
  ],
  [
    "one of another name",
    withVariables({ "a.b": dsn }),
    withVariables({}),
    removed('environment.variables["a.b"]'),
    '["a.b"]',
  ],
  ["all of them", withVariables({ DB_DSN: dsn }), state({}), removed("environment"), "environment"],
  [
    "all, where what they will be is not known yet",
    withVariables({ DB_DSN: dsn }),
    withVariables("04da6b54-80e4-46f7-96ec-b56ff0331ba9"),
    { "environment.variables": { diffKind: "update", inputDiff: true } },
    "environment.variables",
  ],
])("a variable that a refresh has noted is told by its name alone: %s", async (_, old, made, diff, path) => {
  const stdout = changed(old, made, diff);
  const { stack } = stackThat({ preview: { stdout }, up: { stdout, code: 1 } });
  const preview = await previewOf(stack, { policies: false });
  const update = await bringUp(stack, {
    message: "",
    planned: [],
    pack: { folder: "policies" },
    onProgress: () => {},
  });
  expect([preview.changes.length, update.done.length]).toEqual([1, 1]);
  for (const told of [textReport(preview), markdownReport(preview), JSON.stringify([preview, update])])
    expect(told).not.toContain("hunter2");
  const property = preview.changes[0]?.properties.find((one) => one.path.endsWith(path));
  expect(property?.before).toBe("set, and not shown");
  expect(textReport(preview)).toContain(": set, and not shown");
});

test("what the program says of its own variables is told", async () => {
  const diff = (name: string, diffKind: string) => ({
    [`environment.variables.${name}`]: { diffKind, inputDiff: true },
  });
  const { stack } = stackThat({
    preview: {
      stdout: changed(
        withVariables({ LEVEL: "info" }),
        withVariables({ LEVEL: "debug", ORIGIN: "https://flex.twilio.com" }),
        {
          ...diff("LEVEL", "update"),
          ...diff("ORIGIN", "add"),
        },
      ),
    },
  });
  const text = textReport(await previewOf(stack, { policies: false }));
  expect(text).toContain("environment.variables.LEVEL (environment variable): info → debug\n");
  expect(text).toContain("environment.variables.ORIGIN (environment variable): https://flex.twilio.com\n");
});

const side = fc.option(fc.string(), { nil: undefined });

test("whatever the program doesn't have is not told, in either direction, and nothing but variables is kept back", () => {
  const path = fc.constantFrom(
    "environment",
    "environment.variables",
    "environment.variables.A",
    "environments",
    "timeout",
  );
  fc.assert(
    fc.property(path, side, side, fc.boolean(), (at, before, after, isRefresh) => {
      const [told] = withoutForeignVariables([{ path: at, before, after, replaces: false }], isRefresh);
      const [ours, theirs] = isRefresh ? [before, after] : [after, before];
      const isHidden =
        theirs !== undefined && /^environment(\.|$)/.test(at) && (ours === undefined || !at.endsWith(".A"));
      const shown = isHidden ? "set, and not shown" : theirs;
      expect([told?.before, told?.after]).toEqual(isRefresh ? [ours, shown] : [shown, ours]);
    }),
  );
});
