import { describe, expect, it } from "vitest";
import {
  declaredPolicy,
  type PolicyUse,
  policySchema,
  policyText,
  resourcesOf,
  samePolicy,
} from "../../../../../local/aws/provider/iam/policy-document.ts";

const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" };
const policy = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });

/** What is wrong with the policy, as JSON text and as an object alike. */
function faultsOf(value: unknown, use: PolicyUse = "identity"): string[] {
  const faults = (given: unknown) =>
    policySchema(use)
      .safeParse(given)
      .error?.issues.map(({ message }) => message) ?? [];
  if (typeof value === "object") expect(faults(JSON.stringify(value))).toEqual(faults(value));
  return faults(value);
}

describe("policySchema", () => {
  it("takes what AWS takes", () => {
    expect(faultsOf(policy(allow, { ...allow, Sid: "two", Action: ["s3:Get*", "logs:*"], Resource: "*" }))).toEqual([]);
    expect(faultsOf({ Statement: { Effect: "Deny", NotAction: "iam:*", NotResource: "*" } })).toEqual([]);
    const anybody = { ...allow, Principal: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } };
    expect(faultsOf(policy(anybody), "resource")).toEqual([]);
    const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    expect(faultsOf(policy(trust), "trust")).toEqual([]);
  });

  it.each<[string, unknown, PolicyUse, string]>([
    ["no JSON", "{", "identity", "is no JSON object; give it a policy document"],
    ["a JSON list", "[]", "identity", "is no JSON object; give it a policy document"],
    ["no statement", { Version: "2012-10-17" }, "identity", "has no Statement; give it one at least"],
    ["an empty list", policy(), "identity", "has no Statement; give it one at least"],
    [
      "another version",
      { Version: "2020-01-01", Statement: allow },
      "identity",
      'has the version "2020-01-01"; use "2012-10-17"',
    ],
    [
      "a stray key",
      { ...policy(allow), Statements: [] },
      "identity",
      "has the key Statements; use Version, Id and Statement only",
    ],
    [
      "a misspelt key",
      policy({ ...allow, Actions: [] }),
      "identity",
      "Statement[0] has the key Actions; use one of Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition",
    ],
    [
      "a wrong effect",
      policy({ ...allow, Effect: "allow" }),
      "identity",
      'Statement[0].Effect must be "Allow" or "Deny"',
    ],
    ["no action", policy({ ...allow, Action: undefined }), "identity", "Statement[0] must have Action or NotAction"],
    [
      "both actions",
      policy({ ...allow, NotAction: "*" }),
      "identity",
      "Statement[0] must have only one of Action or NotAction",
    ],
    [
      "a wrong action",
      policy({ ...allow, Action: ["GetObject"] }),
      "identity",
      'Statement[0] has the action "GetObject"; write it as service:Action',
    ],
    [
      "a wrong resource",
      policy({ ...allow, Resource: "bucket" }),
      "identity",
      'Statement[0] has the resource "bucket"; write it as an ARN or *',
    ],
    [
      "a principal",
      policy({ ...allow, Principal: "*" }),
      "identity",
      "Statement[0] has Principal, but a role's policy is about the role; leave it out",
    ],
    ["no principal", policy(allow), "resource", "Statement[0] must have Principal or NotPrincipal"],
    [
      "the same Sid twice",
      policy({ ...allow, Sid: "a" }, { ...allow, Sid: "a" }),
      "identity",
      'has the Sid "a" twice; give each statement another',
    ],
    [
      "a Sid with a space",
      policy({ ...allow, Sid: "read all" }),
      "identity",
      'Statement[0] has the Sid "read all"; use letters and digits only',
    ],
    ["no object", policy(["x"]), "identity", "Statement[0] is no object; give it Effect, Action and what it is about"],
  ])("refuses %s", (_what, value, use, message) => {
    expect(faultsOf(value, use)).toContain(message);
  });

  it("refuses a resource in a trust policy, and what is too long", () => {
    const trust = { ...allow, Principal: "*", Action: "sts:AssumeRole" };
    expect(faultsOf(policy(trust), "trust")).toEqual([
      "Statement[0] has Resource, but a trust policy is about its role; leave it out",
    ]);
    const long = policy(...Array.from({ length: 200 }, () => allow));
    expect(faultsOf(long)).toEqual([expect.stringMatching(/^is \d+ characters long, but must be at most 10240$/)]);
  });
});

describe("samePolicy", () => {
  const two = policy({ ...allow, Action: ["s3:GetObject", "s3:PutObject"] });

  it("looks at what a policy says, not at how", () => {
    const reordered = `{ "Statement": [{ "Resource": ["arn:aws:s3:::a/*"], "Action": ["s3:PutObject", "s3:GetObject"],
      "Effect": "Allow" }], "Version": "2012-10-17" }`;
    expect(samePolicy(two, reordered)).toBe(true);
    expect(samePolicy(policyText(policy(allow)), { Version: "2012-10-17", Statement: allow })).toBe(true);
  });

  it("tells policies apart", () => {
    expect(samePolicy(two, policy(allow))).toBe(false);
    expect(samePolicy(policy(allow, { ...allow, Effect: "Deny" }), policy({ ...allow, Effect: "Deny" }, allow))).toBe(
      false,
    );
    expect(samePolicy("{", "{")).toBe(false);
  });

  it("keeps the declared spelling where the live policy says the same", () => {
    expect(declaredPolicy(JSON.stringify(policy(allow)), { Version: "2012-10-17", Statement: allow })).toEqual({
      Version: "2012-10-17",
      Statement: allow,
    });
    expect(declaredPolicy("{}", policy(allow))).toBe("{}");
    expect(declaredPolicy("{}", undefined)).toBe("{}");
  });
});

describe("resourcesOf", () => {
  it("finds them all, and none in what is no policy", () => {
    const named = policy(allow, { ...allow, Resource: undefined, NotResource: ["arn:b", "arn:c"] });
    expect(resourcesOf(JSON.stringify(named))).toEqual(["arn:aws:s3:::a/*", "arn:b", "arn:c"]);
    expect(resourcesOf("{")).toEqual([]);
    expect(resourcesOf(undefined)).toEqual([]);
  });
});
