import { type JudgedStack, type StackViolation, stackPolicy } from "./judging/stack-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import { shown } from "./judging/violation.ts";

interface Config {
  unmanaged: boolean;
}

/** The stack says what may be attached: without that nothing holds the account to any limit. */
export const attachmentsDeclared = stackPolicy<Config>({
  name: "attachments-declared",
  description: "A stack declares what may be attached, so that attachment-limits holds of its account.",
  config: {
    properties: {
      unmanaged: {
        type: "boolean",
        default: false,
        description: "What may be attached is nothing that this stack manages.",
      },
    },
  },
  *judge(stack, { unmanaged }) {
    if (!unmanaged) yield* undeclared(stack);
  },
});

function* undeclared(stack: JudgedStack): Generator<StackViolation> {
  const path = "channelConfigs";
  const but = "what no stack declares is as the account happens to have it, programs and all";
  const remedy = "set flex-media:attachments, or unmanaged of this policy's environment to true";
  const configurations = stack.of(twilioTypes.flexConfiguration);
  if (configurations.length === 0) yield { path, is: "not declared", but, remedy };
  yield* stack.apart(configurations, function* ({ props: { channelConfigs: channels } }) {
    const isEmpty = channels === undefined || channels === null || (Array.isArray(channels) && channels.length === 0);
    if (isEmpty) yield { path, is: shown(channels), but, remedy };
  });
}
