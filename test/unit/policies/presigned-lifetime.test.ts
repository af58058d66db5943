import { expect, test } from "vitest";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { presignedLifetime } from "../../../policies/presigned-lifetime.ts";
import { recordedPlayback } from "../infra/playback.ts";
import { ask, unknown, violations } from "./asked.ts";

const told = (variables: unknown, config?: Record<string, unknown>) =>
  violations(presignedLifetime, [{ type: awsTypes.function, props: { environment: { variables } } }], config);

test.each(["60", "300", "900"])("media URLs that are good for %s seconds pass", async (seconds) => {
  expect(await told({ MEDIA_URL_SECONDS: seconds })).toEqual([]);
});

test.each(["59", "0", "901", "604800", "-60", "6e1", "300 s", "", 300, null])(
  "%j seconds are told of",
  async (seconds) => {
    const [line, ...more] = await told({ ALLOWED_ROLES: "admin", MEDIA_URL_SECONDS: seconds });
    expect(more).toEqual([]);
    expect(line).toBe(
      `it.environment.variables.MEDIA_URL_SECONDS: is ${seconds === null ? "not set" : JSON.stringify(seconds)}, but a media URL ` +
        "is good for 60 to 900 seconds; set flex-media:playback.mediaUrlSeconds to as long as a player needs to begin",
    );
  },
);

test("a team may set other bounds", async () => {
  expect(await told({ MEDIA_URL_SECONDS: "3600" }, { mostSeconds: 3600 })).toEqual([]);
  expect(await told({ MEDIA_URL_SECONDS: "301" }, { mostSeconds: 300 })).toHaveLength(1);
});

test("this project's own function says how long, and without that it is told of; other functions hand out no URLs", async () => {
  const { of } = await recordedPlayback();
  const environments = of(awsTypes.function).map(({ inputs }) => inputs.environment);
  const [{ variables } = { variables: {} }] = environments as { variables: Record<string, unknown> }[];
  expect(await told(variables)).toEqual([]);
  expect(await told({ ...variables, MEDIA_URL_SECONDS: undefined })).toHaveLength(1);
  expect(await told({ QUEUE_URL: "https://sqs.example" })).toEqual([]);
  expect(await told(undefined)).toEqual([]);
});

test("what isn't known yet beside it doesn't matter", async () => {
  const variables = { RECORDINGS_BUCKET: unknown, ALLOWED_ROLES: "admin", MEDIA_URL_SECONDS: "7" };
  const given = [{ type: awsTypes.function, props: { environment: { variables } } }];
  expect(await ask(presignedLifetime, given)).toMatchObject({ violations: [expect.anything()], unknown: false });
});
