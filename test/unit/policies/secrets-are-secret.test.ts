import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { configuredCredentials } from "../../../policies/judging/configured.ts";
import { messageOf } from "../../../policies/judging/violation.ts";
import { exposed, secretsAreSecret } from "../../../policies/secrets-are-secret.ts";
import { secretsAreSeen } from "../../../policies/secrets-are-seen.ts";
import { unknown, violations } from "./asked.ts";
import { opened, secret } from "./opened.ts";

const authToken = "0123456789abcdef0123456789abcdef";
const apiSecret = "A-quite-ordinary-Secret-of-32-ch";
const configured = [{ name: "twilio:apiSecret", value: apiSecret }];

async function told(type: string, sent: Record<string, unknown>): Promise<string[]> {
  return [...exposed(await opened(type, sent), configured)].map((violation) => messageOf("it", violation));
}

const open =
  "but it stands in state and previews in plain text; make it a secret: pulumi config set --secret for configuration, " +
  "pulumi.secret(…) in the program";

describe("a credential by its name", () => {
  test.each<[type: string, path: string]>([
    [awsTypes.secretVersion, "secretString"],
    [awsTypes.secretVersion, "secretBinary"],
    ["pulumi:providers:twilio", "authToken"],
    ["pulumi:providers:twilio", "apiSecret"],
    ["pulumi:providers:aws", "secretKey"],
    ["pulumi:providers:aws", "token"],
  ])("of %s, %s, is a secret or told of", async (type, path) => {
    expect(await told(type, { [path]: secret("text") })).toEqual([]);
    expect(await told(type, { [path]: unknown })).toEqual([]);
    expect(await told(type, {})).toEqual([]);
    expect(await told(type, { [path]: "text" })).toEqual([`it.${path}: is a credential, by its name, ${open}`]);
  });

  test("may lie in something that is secret as a whole, or deep in something that isn't", async () => {
    expect(await told("x:y:Z", { list: secret([{ password: "text" }]) })).toEqual([]);
    const list = [{ password: secret("text") }, { password: "text" }];
    expect(await told("x:y:Z", { list })).toEqual([`it.list[1].password: is a credential, by its name, ${open}`]);
  });
});

describe("a credential by its looks", () => {
  test.each([
    ["what looks like an auth token", authToken],
    ["an AWS access key", "AKIAIOSFODNN7EXAMPLE"],
    ["a URL with a password", "https://AC1:pass@api.twilio.com/"],
    ["a private key", "-----BEGIN PRIVATE KEY-----"],
    ["a token", "eyJhbGciOiJIUzI1NiJ9.e30.x"],
    ["the value of twilio:apiSecret", `user:${apiSecret}`],
  ])("is told of: %s", async (what, text) => {
    const [line, ...more] = await told("x:y:Z", { tags: { note: `see ${text}` }, other: secret(text) });
    expect(more).toEqual([]);
    expect(line).toBe(`it.tags.note: is ${what}, ${open}`);
    expect(line).not.toContain(text);
  });

  test.each([
    "AC0123456789abcdef0123456789abcdef",
    "arn:aws:kms:eu-west-1:1:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "arn:aws:kms:eu-west-1:1:key/mrk-0123456789abcdef0123456789abcdef",
    "Checks Basic authentication of the player.",
    "",
  ])("isn't seen in %j", async (text) => expect(await told("x:y:Z", { text })).toEqual([]));
});

describe("a function's variables", () => {
  const why =
    "but whoever may look at the function reads its variables; put it into a Secret, and give the function its ARN";
  const ofFunction = (variables: unknown) => told(awsTypes.function, { environment: { variables } });

  test("hold the ARNs of secrets, and what is public", async () => {
    const variables = {
      API_KEY: "SK0123456789abcdef0123456789abcdef",
      TWILIO_SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:1:secret:twilio",
      QUEUE_URL: unknown,
    };
    expect(await ofFunction(variables)).toEqual([]);
  });

  test("hold no credential, not even as a secret", async () => {
    for (const value of ["text", secret("text")]) {
      for (const name of ["API_TOKEN", "API_KEY", "AUTHORIZATION", "CARRIER_PASS"]) {
        expect(await ofFunction({ [name]: value })).toEqual([
          `it.environment.variables.${name}: is a credential, by its name, ${why}`,
        ]);
      }
    }
    expect(await ofFunction({ CONFIG: '{"user": "a", "password": "text"}' })).toEqual([
      `it.environment.variables.CONFIG.password: is a credential, by its name, ${why}`,
    ]);
    expect(await ofFunction(secret({ NOTE: apiSecret }))).toEqual([
      `it.environment.variables.NOTE: is the value of twilio:apiSecret, ${why}`,
    ]);
  });
});

test("where nobody looked for secrets, everything counts as open", async () => {
  const resource = await opened(awsTypes.secretVersion, { secretString: secret("text") }, false);
  expect([...exposed(resource, [])].map((violation) => messageOf("it", violation))).toEqual([
    `it: is of secrets that can't be told, but what nobody has looked at may lie open; set "secrets-are-seen": "remediate" in ` +
      "this policy's environment",
  ]);
  expect(await violations(secretsAreSecret, [{ type: "x:y:Z", props: {} }])).toHaveLength(1);
});

test("looking changes nothing", async () => {
  expect(secretsAreSeen.enforcementLevel).toBe("remediate");
  const resource = await opened("x:y:Z", { a: secret(1) });
  expect(await secretsAreSeen.remediateResource?.(resource)).toBeUndefined();
});

test("of what the stack was given, credentials are known that can't stand anywhere by chance", () => {
  const config = {
    "twilio:authToken": authToken,
    "aws:secretKey": "test",
    "aws:region": "eu-west-1-and-more",
    "x:token": apiSecret,
    // Public, as every SID.
    "twilio:apiKey": "SK0123456789abcdef0123456789abcdef",
  };
  expect(
    configuredCredentials(config, { AWS_SECRET_ACCESS_KEY: apiSecret, HOME: authToken, NONE_TOKEN: undefined }),
  ).toEqual([
    { name: "twilio:authToken", value: authToken },
    { name: "x:token", value: apiSecret },
    { name: "AWS_SECRET_ACCESS_KEY", value: apiSecret },
  ]);
});

test("no message repeats what it found, wherever that is", async () => {
  const leaf = fc.constantFrom(authToken, apiSecret, "AKIAIOSFODNN7EXAMPLE", "plain");
  const { tree } = fc.letrec((tie) => ({
    tree: fc.dictionary(fc.constantFrom("a", "password", "list"), fc.oneof(leaf, fc.array(leaf), tie("tree")), {
      maxKeys: 3,
    }),
  }));
  await fc.assert(
    fc.asyncProperty(tree, async (sent) => {
      const lines = (await told("x:y:Z", sent as Record<string, unknown>)).join("\n");
      for (const value of [authToken, apiSecret, "AKIAIOSFODNN7EXAMPLE"]) expect(lines).not.toContain(value);
    }),
  );
});
