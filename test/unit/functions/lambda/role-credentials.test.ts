import { expect, test } from "vitest";
import { defaultProvider, lambdaCredentials } from "../../../../functions/lambda/role-credentials.ts";

const given = { AWS_ACCESS_KEY_ID: "ASIA", AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "session" };

test("they are what Lambda puts into the environment", async () => {
  expect(await lambdaCredentials(given)).toEqual({
    accessKeyId: "ASIA",
    secretAccessKey: "secret",
    sessionToken: "session",
  });
});

test("their end is known where the environment tells it", async () => {
  const { expiration } = await lambdaCredentials({ ...given, AWS_CREDENTIAL_EXPIRATION: "2026-11-21T10:00:00Z" });
  expect(expiration).toEqual(new Date("2026-11-21T10:00:00Z"));
});

test.each(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])("without %s there are none", async (name) => {
  const problem = "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: are missing; run where Lambda sets them";
  await expect(lambdaCredentials({ ...given, [name]: "" })).rejects.toThrow(problem);
});

test("the SDK's default provider has its shape", () => {
  expect(defaultProvider()).toBeTypeOf("function");
});
