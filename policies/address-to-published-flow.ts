import type { PolicyResource } from "@pulumi/policy";
import { flowOf, takes } from "./judging/flow.ts";
import { isUnknownValue } from "./judging/judged.ts";
import { known } from "./judging/known.ts";
import { isObject } from "./judging/read.ts";
import { readable } from "./judging/recorders.ts";
import { type JudgedStack, stackPolicy } from "./judging/stack-policy.ts";
import { twilioTypes } from "./judging/twilio-types.ts";
import { shown, type Violation } from "./judging/violation.ts";

interface Config {
  flows: readonly string[];
  takers: readonly string[];
  origins: readonly string[];
}

const rule = "messages and calls lead to a published flow of this stack";

/** Where a number's calls and messages go, and on which event of its trigger a flow takes them. */
const urls = {
  voiceUrl: "incomingCall",
  voiceFallbackUrl: "incomingCall",
  smsUrl: "incomingMessage",
  smsFallbackUrl: "incomingMessage",
} as const;

/** What gets a number's calls or messages whatever its URLs say. */
const takers = { voiceApplicationSid: "voiceUrl", trunkSid: "voiceUrl", smsApplicationSid: "smsUrl" } as const;

const flowWebhook = /^https:\/\/webhooks\.(?:[a-z0-9-]+\.)*twilio\.com\/v1\/Accounts\/\w+\/Flows\/(FW[0-9a-f]{32})$/;

/** Every address and number that the stack declares leads to a flow that is published and takes what comes. */
export const addressToPublishedFlow = stackPolicy<Config>({
  name: "address-to-published-flow",
  description: "Addresses and numbers lead to a published flow of the same stack.",
  config: {
    properties: {
      flows: {
        type: "array",
        items: { type: "string", pattern: "^FW[0-9a-f]{32}$" },
        default: [],
        description: "Published flows of others that addresses and numbers may lead to as well, by SID.",
      },
      takers: {
        type: "array",
        items: { type: "string", pattern: "^(AP|TK)[0-9a-f]{32}$" },
        default: [],
        description: "TwiML applications and SIP trunks that may take calls and messages in place of a flow, by SID.",
      },
      origins: {
        type: "array",
        items: { type: "string", pattern: "^https://[^/?#]+$" },
        default: [],
        description: "Where else numbers may lead, as in https://handler.twilio.com for a fallback.",
      },
    },
  },
  *judge(stack, config) {
    yield* stack.apart(stack.of(twilioTypes.addressConfiguration), (address) => ofAddress(stack, address, config));
    yield* stack.apart(stack.of(twilioTypes.incomingNumber), (number) => ofNumber(stack, number, config));
  },
});

function* ofAddress(stack: JudgedStack, address: PolicyResource, { flows }: Config): Generator<Violation> {
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
  const flow = flowFor(stack, address, path, "sid", () => creation.flowSid);
  if (flow !== undefined) yield* ofFlow(stack, `${path}.flowSid`, flow, "incomingConversationMessage");
  else if (!flows.some((sid) => sid === creation.flowSid)) yield elsewhere(`${path}.flowSid`, shown(creation.flowSid));
}

function* ofNumber(stack: JudgedStack, number: PolicyResource, config: Config): Generator<Violation> {
  for (const [path, url] of Object.entries(takers)) {
    const sid: unknown = number.props[path];
    if (isNone(sid) || config.takers.some((taker) => taker === sid)) continue;
    const but = `it takes what comes in place of ${url}`;
    const remedy = 'set it to "", or list it in takers of this policy\'s environment';
    yield { path, is: shown(sid), but, remedy };
  }
  for (const [path, event] of Object.entries(urls)) {
    const flow = flowFor(stack, number, path, "webhookUrl", () => number.props[path]);
    if (flow !== undefined) {
      yield* ofFlow(stack, path, flow, event);
      continue;
    }
    const url: unknown = number.props[path];
    // A number whose calls or messages are not ours says nothing of them.
    if (isNone(url) || isAllowed(url, config)) continue;
    const sid = sidIn(url);
    // Path and query may hold what only the receiver is to know.
    yield elsewhere(path, sid === undefined ? '"no flow\'s webhookUrl"' : shown(sid));
  }
}

function isNone(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function isAllowed(url: unknown, { flows, origins }: Config): boolean {
  const sid = sidIn(url);
  if (sid !== undefined) return flows.includes(sid);
  return typeof url === "string" && URL.canParse(url) && origins.includes(new URL(url).origin);
}

function sidIn(url: unknown): string | undefined {
  return typeof url === "string" ? flowWebhook.exec(url)?.[1] : undefined;
}

/** The flow that a property leads to. At the first preview its SID is not known, but what the property depends on is. */
function flowFor(
  stack: JudgedStack,
  resource: PolicyResource,
  property: string,
  output: "sid" | "webhookUrl",
  read: () => unknown,
): PolicyResource | undefined {
  try {
    const value = read();
    if (isNone(value)) return undefined;
    return stack.of(twilioTypes.flow).find((flow) => known(() => flow.props[output]) === value);
  } catch (error) {
    if (!isUnknownValue(error)) throw error;
    const target = resource.propertyDependencies[property]?.find(({ type }) => type === twilioTypes.flow);
    if (target === undefined) throw error;
    return target;
  }
}

function elsewhere(path: string, is: string): Violation {
  return {
    path,
    is,
    but: rule,
    remedy: "name a flow of this stack, or list the flow in flows of this policy's environment",
  };
}

function* ofFlow(stack: JudgedStack, path: string, flow: PolicyResource, event: string): Generator<Violation> {
  if (flow.props.status !== "published") {
    const is = `flow ${flow.name}, whose status is ${shown(flow.props.status)}`;
    yield { path, is, but: rule, remedy: 'set status of that flow to "published"' };
  }
  const definition = readable(stack, () => flowOf(flow.props));
  if (definition === undefined || takes(definition, event)) return;
  const remedy = `lead ${event} of its trigger to a widget, or name another flow`;
  yield { path, is: `flow ${flow.name}, whose trigger does nothing on ${event}`, but: rule, remedy };
}
