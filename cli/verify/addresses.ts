import type { Messaging } from "../../infra/settings/messaging.ts";
import type { TwilioAnswer } from "../../providers/twilio/http/request.ts";
import type { Subject } from "./subject.ts";
import { type Finding, failed, passed, type Trial } from "./trial.ts";

type Address = Messaging["addresses"][number];

const refresh = "`npm run pulumi -- up --refresh` puts it right";

/** That the first message to each address makes a conversation, and starts the messaging flow. */
export function* addressTrials(subject: Subject): Generator<Trial> {
  for (const address of subject.settings.messaging?.addresses ?? []) {
    yield {
      name: `${address.type} address ${address.address}`,
      run: (signal) => addressFinding(subject, address, signal),
    };
  }
}

async function addressFinding(subject: Subject, address: Address, signal: AbortSignal): Promise<Finding> {
  const live = await liveAddress(subject, address, signal);
  if (live === undefined) return failed(`has no address configuration; ${refresh}`);
  const created = (live.auto_creation ?? {}) as Record<string, unknown>;
  const wanted: [string, unknown][] = [
    ["enabled", true],
    ["type", "studio"],
    ["studio_flow_sid", subject.outputs.messagingFlowSid],
    ["studio_retry_count", address.retries],
  ];
  const wrong = wanted.filter(([key, value]) => created[key] !== value);
  if (wrong.length > 0) {
    const differences = wrong.map(
      ([key, value]) =>
        `auto_creation.${key} is ${JSON.stringify(created[key]) ?? "not set"}, and not ${JSON.stringify(value)}`,
    );
    return failed(`${differences.join("; ")}; ${refresh}`);
  }
  return passed("makes conversations, and starts the messaging flow");
}

async function liveAddress(
  { twilio }: Subject,
  { type, address }: Address,
  signal: AbortSignal,
): Promise<TwilioAnswer | undefined> {
  const path = "/v1/Configuration/Addresses";
  const query = { Type: type };
  for await (const live of twilio.list({ product: "conversations", path, query }, "address_configurations", signal)) {
    if (live.type === type && live.address === address) return live;
  }
  return undefined;
}
