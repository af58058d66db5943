import { expect, test } from "vitest";
import { json, now, stage, validAnswer } from "./fixture.ts";

interface Line extends Record<string, unknown> {
  _aws: {
    Timestamp: number;
    CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] }[];
  };
}

/** What CloudWatch reads out of a line: metric, dimensions and value. */
function extracted({ _aws, ...line }: Line) {
  return _aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) =>
      Metrics.map(({ Name, Unit }) => {
        const values = names.map((name) => `${name}=${line[name]}`);
        return `${Namespace} ${values.join(",")} ${Name}=${line[Name]} ${Unit}`;
      }),
    ),
  );
}

const cases = [
  ["allowed", {}, "Allowed", undefined],
  ["denied", { twilio: async () => json({ ...validAnswer, roles: [] }) }, "Denied", "role_not_allowed"],
  ["failed", { headObject: () => 500 }, "Failed", "storage_unavailable"],
] as const;

test.each(cases)("a request that is %s counts once, and by its reason", async (_, replaced, counted, reason) => {
  const { record } = await stage(replaced).play();
  const line = record as Line;
  expect(line._aws.Timestamp).toBe(now);
  const counts = extracted(line).filter((metric) => metric.endsWith(" Count"));
  const byFunction = ["Allowed", "Denied", "Failed"].map(
    (name) => `FlexMedia/Playback function=playback ${name}=${name === counted ? 1 : 0} Count`,
  );
  const byReason = `FlexMedia/Playback function=playback,reason=${reason} ${counted}=1 Count`;
  expect(counts).toEqual(reason === undefined ? byFunction : [...byFunction, byReason]);
});

test("how long a service took is a metric of each request that asked it", async () => {
  let clock = now;
  const { play } = stage({
    now: () => clock,
    twilio: async () => {
      clock += 120;
      return json(validAnswer);
    },
    headObject: () => {
      clock += 15;
      return 200;
    },
  });
  const latencies = async () => extracted((await play()).record as Line).filter((metric) => metric.endsWith("econds"));
  const storage = "FlexMedia/Playback function=playback StorageLatency=15 Milliseconds";
  expect(await latencies()).toEqual([
    "FlexMedia/Playback function=playback TokenValidationLatency=120 Milliseconds",
    storage,
  ]);
  expect(await latencies()).toEqual([storage]);
  const malformed = await play({ query: "" });
  expect(extracted(malformed.record as Line).filter((metric) => metric.endsWith("econds"))).toEqual([]);
});

test("every value that a line names is in it, and nothing else is", async () => {
  const keys = new Set(
    "time message decision status reason detail recording worker roles tokenRemembered function requestId milliseconds"
      .split(" ")
      .concat("_aws Allowed Denied Failed TokenValidationLatency StorageLatency".split(" ")),
  );
  for (const [, replaced] of cases) {
    const line = (await stage(replaced).play()).record as Line;
    expect(Object.keys(line).filter((key) => !keys.has(key))).toEqual([]);
    expect(extracted(line).filter((metric) => metric.includes("undefined"))).toEqual([]);
  }
});
