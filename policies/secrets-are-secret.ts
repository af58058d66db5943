import * as pulumi from "@pulumi/pulumi";
import { awsTypes } from "./judging/aws-types.ts";
import { type Configured, configuredCredentials } from "./judging/configured.ts";
import { credentialsIn } from "./judging/credential-search.ts";
import { credentialIn } from "./judging/credentials.ts";
import type { Judged } from "./judging/judged.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { isSecret } from "./judging/secrecy.ts";
import type { Violation } from "./judging/violation.ts";

/** Credentials are Pulumi's secrets wherever they are, and functions get theirs from Secrets Manager. */
export const secretsAreSecret = resourcePolicy({
  name: "secrets-are-secret",
  description: "Credentials are secrets in state and previews, and in no function's variables.",
  types: () => true,
  *judge(resource) {
    yield* exposed(resource, configuredCredentials(pulumi.runtime.allConfig(), process.env));
  },
});

/** The credentials of a resource that lie open, of those that are known by name or looks, and of these. */
export function* exposed({ type, urn, props }: Judged, configured: readonly Configured[]): Generator<Violation> {
  if (isSecret(urn, "") === undefined) {
    const but = "what nobody has looked at may lie open";
    const remedy = `set "secrets-are-seen": "remediate" in this policy's environment`;
    yield { path: "", is: "of secrets that can't be told", but, remedy };
    return;
  }
  for (const { path, what } of credentialsIn(props, (text) => credentialOf(text, configured))) {
    if (type === awsTypes.function && path.startsWith("environment.variables.")) yield inVariable(path, what);
    else if (isSecret(urn, path) !== true) yield inTheOpen(path, what);
  }
}

function credentialOf(text: string, configured: readonly Configured[]): string | undefined {
  const given = configured.find(({ value }) => text.includes(value));
  return given === undefined ? credentialIn(text) : `the value of ${given.name}`;
}

function inVariable(path: string, what: string): Violation {
  const but = "whoever may look at the function reads its variables";
  return { path, is: what, but, remedy: "put it into a Secret, and give the function its ARN" };
}

function inTheOpen(path: string, what: string): Violation {
  const but = "it stands in state and previews in plain text";
  const remedy = "make it a secret: pulumi config set --secret for configuration, pulumi.secret(…) in the program";
  return { path, is: what, but, remedy };
}
