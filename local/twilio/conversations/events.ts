import { badRequest } from "../http/errors.ts";

const events = [
  "onMessageAdded",
  "onMessageUpdated",
  "onMessageRemoved",
  "onConversationUpdated",
  "onConversationStateUpdated",
  "onConversationRemoved",
  "onParticipantAdded",
  "onParticipantUpdated",
  "onParticipantRemoved",
  "onDeliveryUpdated",
];

/** Names of events; `more` are those that only this list knows besides. */
export function eventsField(form: URLSearchParams, name: string, more: readonly string[] = []): string[] | undefined {
  if (!form.has(name)) return undefined;
  const values = form.getAll(name);
  const wrong = values.find((value) => !events.includes(value) && !more.includes(value));
  if (wrong !== undefined) throw badRequest(`Invalid value ${wrong} for parameter ${name}`);
  return values;
}
