import { credentialsIn } from "./judging/credential-search.ts";
import { credentialIn } from "./judging/credentials.ts";
import { fromJson, isObject } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";

/** SIDs that belong to one account, which no flow can take to another. */
const sids: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["an account SID", /(?<![0-9a-z])AC[0-9a-f]{32}(?![0-9a-z])/i],
  ["an API key's SID", /(?<![0-9a-z])SK[0-9a-f]{32}(?![0-9a-z])/i],
];

/** A flow is read by everybody who may open Studio, and is copied from account to account. */
export const flowWithoutCredentials = resourcePolicy({
  name: "flow-without-credentials",
  description: "Flows hold no account SIDs and no credentials.",
  types: [twilioTypes.flow],
  *judge({ props: { definition, friendlyName, commitMessage } }) {
    const flow = fromJson(definition);
    if (!isObject(flow)) throw new TypeError("It is no definition.");
    for (const { path, what } of credentialsIn({ definition: flow, friendlyName, commitMessage }, lookedAt)) {
      const but = "flows are read by everybody who may open Studio, and go from account to account";
      const remedy = "take it out: use {{…}} of the call, or a function that holds the credential";
      yield { path, is: `text with ${what}`, but, remedy };
    }
  },
});

function lookedAt(text: string): string | undefined {
  return sids.find(([, pattern]) => pattern.test(text))?.[0] ?? credentialIn(text);
}
