import { stackPolicy } from "./judging/stack-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import { shown } from "./judging/violation.ts";

interface Config {
  requireProof: boolean;
}

const remedy =
  "have a call of the account recorded, any will do, and look that HTTP authentication on media is on in the Console under " +
  "Voice > Settings > General; for an account that gets its first recording from this stack, set requireProof to false in " +
  "the stack's file under policies/environments until then";

/**
 * The stack tries, at each preview and update, whether Twilio gives recordings to strangers; where it does, these fail by
 * themselves. A new account has no recording to try it with: the stack that makes its first one does without the proof.
 */
export const mediaAuthenticationProven = stackPolicy<Config>({
  name: "media-authentication-proven",
  description:
    "It is proven that recordings can't be had without credentials; without requireProof it is tried, and may be open yet.",
  config: {
    properties: {
      requireProof: {
        type: "boolean",
        default: true,
        description: "The proof must be there, for which the account must have a recording.",
      },
    },
  },
  *judge(stack, { requireProof }) {
    const proofs = stack.of(twilioTypes.mediaAuthentication);
    if (proofs.length === 0) {
      yield {
        path: "recording.proveMediaAuthentication",
        is: "switched off",
        but: "nothing tries whether recordings can be had without credentials",
        remedy: "leave proveMediaAuthentication of flex-media:recording out, or set it to true",
      };
    }
    yield* stack.apart(proofs, function* ({ props: { proven } }) {
      if (proven === true || (proven === false && !requireProof)) return;
      yield { path: "proven", is: shown(proven), but: "recordings are given to nobody without credentials", remedy };
    });
  },
});
