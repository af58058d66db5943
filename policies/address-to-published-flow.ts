import type { PolicyResource } from "@pulumi/policy";
import { isUnknownValue } from "./judging/judged.ts";
import { isObject } from "./judging/read.ts";
import { stackPolicy } from "./judging/stack-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import { shown, type Violation } from "./judging/violation.ts";

interface Config {
  flows: readonly string[];
}

const rule = "messages and calls lead to a published flow of this stack";

/** Every address and number that the stack declares leads to a flow that is published. */
export const addressToPublishedFlow = stackPolicy<Config>({
  name: "address-to-published-flow",
  description: "Addresses and numbers lead to a published flow of the same stack.",
  config: {
    properties: {
      flows: {
        type: "array",
        items: { type: "string", pattern: "^FW[0-9a-f]{32}$" },
        default: [],
        description: "Published flows of others that addresses may lead to as well, by SID.",
      },
    },
  },
  *judge(stack, { flows: others }) {
    const flows = stack.of(twilioTypes.flow);
    yield* stack.apart(stack.of(twilioTypes.addressConfiguration), (address) => ofAddress(address, flows, others));
    yield* stack.apart(stack.of(twilioTypes.incomingNumber), (number) => ofNumber(number, flows, others));
  },
});

function* ofAddress(address: PolicyResource, flows: PolicyResource[], others: readonly string[]): Generator<Violation> {
  const creation: unknown = address.props.autoCreation;
  const path = "autoCreation";
  if (!isObject(creation)) {
    yield { path, is: shown(creation), but: rule, remedy: "set type, to studio, and flowSid" };
    return;
  }
  if (creation.type !== "studio") {
    yield { path: `${path}.type`, is: shown(creation.type), but: rule, remedy: 'set it to "studio"' };
    return;
  }
  // Left out, it is on.
  if ((creation.enabled ?? true) !== true) {
    const but = "messages that nothing takes are lost";
    yield { path: `${path}.enabled`, is: shown(creation.enabled), but, remedy: "set it to true" };
  }
  const flow = flowOf(address, path, flows, "sid", () => creation.flowSid);
  yield* ofTarget(`${path}.flowSid`, flow, flow === undefined ? creation.flowSid : undefined, others);
}

function* ofNumber(number: PolicyResource, flows: PolicyResource[], others: readonly string[]): Generator<Violation> {
  const read = () => number.props.voiceUrl;
  const flow = flowOf(number, "voiceUrl", flows, "webhookUrl", read);
  const url = flow === undefined ? read() : undefined;
  // A number whose calls are not ours says nothing of them.
  if (flow === undefined && (url === undefined || url === null)) return;
  const sid = typeof url === "string" ? /\/Flows\/(FW[0-9a-f]{32})$/.exec(url)?.[1] : undefined;
  yield* ofTarget("voiceUrl", flow, flow === undefined ? (sid ?? "no flow's webhookUrl") : undefined, others);
}

/** The flow that a property leads to. At the first preview its SID is not known, but what the property depends on is. */
function flowOf(
  resource: PolicyResource,
  property: string,
  flows: readonly PolicyResource[],
  output: "sid" | "webhookUrl",
  read: () => unknown,
): PolicyResource | undefined {
  try {
    const value = read();
    if (value === undefined || value === null) return undefined;
    return flows.find((flow) => unlessUnknown(() => flow.props[output]) === value);
  } catch (error) {
    if (!isUnknownValue(error)) throw error;
    const target = resource.propertyDependencies[property]?.find(({ type }) => type === twilioTypes.flow);
    if (target === undefined) throw error;
    return target;
  }
}

function unlessUnknown<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isUnknownValue(error)) return undefined;
    throw error;
  }
}

function* ofTarget(
  path: string,
  flow: PolicyResource | undefined,
  value: unknown,
  others: readonly string[],
): Generator<Violation> {
  if (flow === undefined) {
    if (typeof value === "string" && others.includes(value)) return;
    const remedy = "name a flow of this stack, or list the flow in flows of this policy's environment";
    yield { path, is: shown(value), but: rule, remedy };
    return;
  }
  if (flow.props.status === "published") return;
  const is = `flow ${flow.name}, whose status is ${shown(flow.props.status)}`;
  yield { path, is, but: rule, remedy: 'set status of that flow to "published"' };
}
