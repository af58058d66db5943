import { describe, expect, test } from "vitest";
import { RecordingStorage } from "../../../infra/storage.ts";
import { allowingTypes } from "../../../policies/judging/allowances.ts";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { resourcePoliciesClosed } from "../../../policies/resource-policies-closed.ts";
import { archive } from "../infra/archive.ts";
import { recordedPlayback } from "../infra/playback.ts";
import { recorded } from "../infra/recorded.ts";
import { ask, unknown, violations } from "./asked.ts";

const document = (...Statement: unknown[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const withDocument = allowingTypes.filter((type) => type !== awsTypes.permission);
const propertyOf = (type: string) => (type === awsTypes.role ? "assumeRolePolicy" : "policy");
const config = { accounts: ["111122223333"] };
const told = (type: string, ...statements: unknown[]) =>
  violations(resourcePoliciesClosed, [{ type, props: { [propertyOf(type)]: document(...statements) } }], config);
const rest = "but who is let in is named; name who is let in, or leave it to the roles' own policies";

test("this project's own resources let in whom they name", async () => {
  const accessLog = { prefix: "log/", days: 30 };
  const made = [
    await recorded((options) => new RecordingStorage("it", { origins: [], throwAway: false, accessLog }, options)),
    await archive({ deleteAtTwilioAfterDays: 30 }),
    await recordedPlayback({}),
  ];
  const given = made
    .flatMap(({ resources }) => resources)
    .filter(({ type }) => allowingTypes.includes(type))
    .map(({ type, name, inputs }) => ({
      type,
      name,
      props: JSON.parse(JSON.stringify(inputs).replaceAll("arn:aws:bucket:::", "arn:aws:s3:::")),
    }));
  expect(JSON.stringify(given)).toContain("logging.s3.amazonaws.com");
  expect(given.length).toBeGreaterThan(8);
  expect(await violations(resourcePoliciesClosed, given)).toEqual([]);
});

describe.each(withDocument)("%s", (type) => {
  const at = `it.${propertyOf(type)}.Statement[0]`;

  test("lets in whom it names, and denies anybody", async () => {
    const Condition = {
      ArnLike: { "aws:SourceArn": "arn:aws:s3:::recordings" },
      StringEquals: { "aws:SourceAccount": "111122223333" },
    };
    const named = [
      { Service: "logging.s3.amazonaws.com" },
      { AWS: ["111122223333", "arn:aws:iam::111122223333:root"] },
    ];
    const allowed = named.map((Principal) => ({ Effect: "Allow", Principal, Action: "a:B", Condition }));
    expect(await told(type, ...allowed, { Effect: "Deny", Principal: "*", Action: "*" })).toEqual([]);
  });

  test.each(["*", { AWS: "*" }, { AWS: ["arn:aws:iam::111122223333:root", "*"] }])(
    "doesn't let in %j, whatever is asked for besides",
    async (Principal) => {
      const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-1" } };
      for (const more of [{}, { Condition }]) {
        const statement = { Effect: "Allow", Principal, Action: "a:B", ...more };
        expect(await told(type, statement)).toEqual([`${at}.Principal: is everybody, ${rest}`]);
      }
    },
  );

  test("doesn't let in who is named by a pattern, or nobody that is named", async () => {
    const Condition = { StringEquals: { "aws:SourceAccount": "111122223333" } };
    const service = { Effect: "Allow", Principal: { Service: "*.amazonaws.com" }, Condition };
    expect(await told(type, service)).toEqual([`${at}.Principal: is Service:*.amazonaws.com, ${rest}`]);
    expect(await told(type, { Effect: "Allow" })).toEqual([`${at}.Principal: is not set, ${rest}`]);
    const inverted = { Effect: "Allow", NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } };
    expect(await told(type, inverted)).toEqual([`${at}: is about all but what it names, ${rest}`]);
    expect(await told(type, { Effect: "Allow", Principal: { AWS: "111122223333" }, NotAction: "a:B" })).toHaveLength(1);
  });

  test.each(["{", "[]", 7, '{"Statement": [7]}', '{"Statement": [{"Effect": "allow"}]}', '{"Version": "2012-10-17"}'])(
    "with a policy that says %j can't be judged, so it is wrong",
    async (text) => {
      expect(await violations(resourcePoliciesClosed, [{ type, props: { [propertyOf(type)]: text } }])).toEqual([
        "it: is of a form that this policy can't read, but what can't be judged counts as wrong; write it as the provider " +
          "documents it",
      ]);
    },
  );

  test("with a policy that isn't known yet is asked about again", async () => {
    const given = [{ type, props: { [propertyOf(type)]: unknown } }];
    expect(await ask(resourcePoliciesClosed, given)).toEqual({ violations: [], unknown: true });
  });
});

test("what AWS gives a policy by itself needs none, and all else does", async () => {
  const byItself: string[] = [awsTypes.key, awsTypes.secret, awsTypes.queue, awsTypes.topic];
  for (const type of withDocument) {
    for (const none of [undefined, "", "{}"]) {
      const found = await violations(resourcePoliciesClosed, [{ type, props: { [propertyOf(type)]: none } }]);
      expect(found, type).toHaveLength(byItself.includes(type) ? 0 : 1);
    }
  }
});

describe("a function's permission", () => {
  const permission = (props: Record<string, unknown>) =>
    violations(
      resourcePoliciesClosed,
      [{ type: awsTypes.permission, props: { function: "playback", action: "lambda:InvokeFunction", ...props } }],
      config,
    );
  const everybody = [`it.principal: is everybody, ${rest}`];

  test("lets in whom it names", async () => {
    for (const principal of ["sns.amazonaws.com", "111122223333", "arn:aws:iam::111122223333:role/a"]) {
      expect(await permission({ principal, sourceAccount: "111122223333" })).toEqual([]);
    }
  });

  test("lets in everybody by a public URL alone", async () => {
    expect(await permission({ principal: "*" })).toEqual(everybody);
    expect(await permission({ principal: "*", sourceAccount: "111122223333" })).toEqual(everybody);
    expect(await permission({ principal: "*", functionUrlAuthType: "NONE" })).toEqual([]);
    expect(await permission({ principal: "*", invokedViaFunctionUrl: true })).toEqual([]);
    for (const more of [{}, { invokedViaFunctionUrl: true }]) {
      expect(await permission({ principal: "*", functionUrlAuthType: "AWS_IAM", ...more })).toEqual(everybody);
    }
    expect(await permission({ principal: "*", invokedViaFunctionUrl: false })).toEqual(everybody);
  });

  test.each([undefined, "", 7, ["*"]])("for %j can't be judged, so it is wrong", async (principal) => {
    expect(await permission({ principal })).toHaveLength(1);
  });
});
