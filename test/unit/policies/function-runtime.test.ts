import { expect, test } from "vitest";
import { functionRuntime, runtimeViolations } from "../../../policies/function-runtime.ts";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { runtimeEnds } from "../../../policies/judging/runtimes.ts";
import { messageOf } from "../../../policies/judging/violation.ts";
import { recordedPlayback } from "../infra/playback.ts";
import { violations } from "./asked.ts";

const told = (props: Record<string, unknown>, day: string) =>
  [...runtimeViolations(props, new Date(day))].map((violation) => messageOf("it", violation));

test.each(Object.entries(runtimeEnds))("%s passes until %s, and not a day longer", (runtime, end) => {
  expect(end).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect(told({ runtime }, `${end}T23:59:59Z`)).toEqual([]);
  const next = new Date(Date.parse(end) + 86_400_000).toISOString();
  expect(told({ runtime }, next)).toEqual([
    `it.runtime: is "${runtime}", but AWS's support ended on ${end}; set it to nodejs24.x`,
  ]);
});

test.each(["nodejs20.x", "nodejs99.x", "NODEJS24.x", "", "constructor", 24, ["nodejs24.x"], undefined])(
  "%j isn't known to be supported, so it is told of",
  (runtime) => {
    const [line, ...more] = told({ runtime }, "2026-11-21");
    expect(more).toEqual([]);
    expect(line).toMatch(
      /^it\.runtime: is .+, but no end of AWS's support is known for that; set it to nodejs24\.x, or add it with its day to policies\/judging\/runtimes\.ts$/,
    );
  },
);

test("what an image runs on can't be seen", () => {
  expect(told({ packageType: "Image" }, "2026-11-21")).toEqual([
    "it.packageType: is Image, but what an image runs on can't be seen here; deploy an archive with a runtime",
  ]);
  expect(told({ packageType: "Zip", runtime: "nodejs24.x" }, "2026-11-21")).toEqual([]);
});

test("this project's own function is judged by today's date", async () => {
  const { of } = await recordedPlayback();
  const given = of(awsTypes.function).map(({ inputs: { runtime } }) => ({
    type: awsTypes.function,
    props: { runtime },
  }));
  expect(given).toHaveLength(1);
  expect(await violations(functionRuntime, given)).toEqual([]);
});
