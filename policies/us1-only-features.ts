import { leadsOn, widgetsOf } from "./judging/flow.ts";
import { property } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import { shown, type Violation } from "./judging/violation.ts";

/**
 * What Twilio has outside us1: https://www.twilio.com/docs/global-infrastructure/regional-product-and-feature-availability
 * and the pages on Studio, TaskRouter and Conversations with Twilio Regions. Of a region that isn't here nothing is known.
 */
const products: Readonly<Record<string, readonly string[]>> = {
  ie1: ["conversations", "iam", "phone", "studio", "taskrouter"],
  au1: ["iam", "phone"],
};

const remedy = "leave twilio:region out, or use a provider for us1";

/** Regions are apart from each other: what one lacks, another can't lend it. */
export const us1OnlyFeatures = resourcePolicy({
  name: "us1-only-features",
  description: "In another region than us1 a stack uses nothing that Twilio has in us1 only.",
  types: [
    ...Object.values(twilioTypes),
    "twilio:iam:ApiKey",
    "twilio:taskrouter:Activity",
    "twilio:taskrouter:TaskChannel",
    "twilio:taskrouter:TaskQueue",
    "twilio:taskrouter:Workflow",
    "twilio:taskrouter:Workspace",
  ],
  *judge({ type, props, provider }) {
    const region = String(provider?.props.region || process.env.TWILIO_REGION || "us1");
    if (region === "us1") return;
    const is = `in region ${shown(region)}`;
    // The proof is asked of the API of recordings, which every region has.
    if (type === twilioTypes.mediaAuthentication) return;
    const product = type.split(":")[1] ?? "";
    if (!products[region]?.includes(product)) {
      yield { path: "", is, but: `Twilio has no ${nameOf(type)} there`, remedy };
      return;
    }
    if (type === twilioTypes.flow) yield* flowViolations(props, is);
    if (type === twilioTypes.addressConfiguration) yield* addressViolations(props, is);
  },
});

function nameOf(type: string): string {
  const [, product = "", resource = ""] = type.split(":");
  const words = resource.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return `${product} ${words}`;
}

/** https://www.twilio.com/docs/global-infrastructure/studio-with-twilio-regions */
function* flowViolations(props: Readonly<Record<string, unknown>>, is: string): Generator<Violation> {
  for (const widget of widgetsOf(props)) {
    if (widget.type === "send-to-flex") yield { path: widget.path, is, but: "Send to Flex works in us1 only", remedy };
    if (widget.type === "trigger" && leadsOn(widget, "incomingConversationMessage")) {
      yield { path: widget.path, is, but: "conversations start flows in us1 only", remedy };
    }
  }
}

/** https://www.twilio.com/docs/global-infrastructure/conversations-api-with-twilio-regions */
function* addressViolations(
  { type, autoCreation }: Readonly<Record<string, unknown>>,
  is: string,
): Generator<Violation> {
  if (type !== "chat") yield { path: "type", is, but: `Conversations have ${shown(type)} in us1 only`, remedy };
  if (property(autoCreation, "type") === "studio") {
    yield { path: "autoCreation.type", is, but: "conversations start flows in us1 only", remedy };
  }
}
