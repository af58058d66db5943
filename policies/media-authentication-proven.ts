import { stackPolicy } from "./judging/stack-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import { shown } from "./judging/violation.ts";

interface Config {
  requireProof: boolean;
}

/**
 * The stack tries, at each update, whether Twilio gives recordings to strangers; where it does, the update itself fails.
 * A new account has no recording to try it with, so that the proof itself is asked for only where `requireProof` is set.
 */
export const mediaAuthenticationProven = stackPolicy<Config>({
  name: "media-authentication-proven",
  description:
    "It is tried whether recordings can be had without credentials, and, with requireProof, proven that they can't.",
  config: {
    properties: {
      requireProof: {
        type: "boolean",
        default: false,
        description: "The proof must be there. Not before the account's first recording, without which there is none.",
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
      const remedy =
        'switch "Enforce HTTP Auth on Media URLs" on in the Console under Voice > Settings > General, have a call recorded, and run `pulumi up` again';
      yield { path: "proven", is: shown(proven), but: "recordings are given to nobody without credentials", remedy };
    });
  },
});
