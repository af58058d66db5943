import { badRequest, notFound } from "../http/errors.ts";
import { oneOf, textField } from "../http/fields.ts";
import { formBody, requiredField } from "../http/form.ts";
import { type ApiResponse, jsonResponse } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import { isJsonObject, type JsonObject } from "../http/parameters.ts";
import type { Call, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { cancelTask, completeTask, wrapUpTask } from "../taskrouter/lifecycle.ts";
import type { TaskRouter } from "../taskrouter/state.ts";
import { invalidInteraction } from "./interaction-parameters.ts";
import { showChannel, showInteraction } from "./interaction-views.ts";
import type { Interaction, InteractionChannel } from "./interactions-state.ts";
import { createInteraction } from "./new-interaction.ts";
import { closeChannel } from "./settle.ts";

const all = "/v1/Interactions";
const one = `${all}/{KD}`;
const channels = `${one}/Channels`;

/** https://www.twilio.com/docs/flex/developer/conversations/interactions-api: one channel an interaction. */
export const interactionRoutes: Route[] = [
  { method: "POST", path: all, handle: create },
  { method: "GET", path: one, handle: (call) => shown(call, interactionAt(call)) },
  { method: "POST", path: one, handle: update },
  { method: "GET", path: channels, query: pagingParameters, handle: listChannels },
  { method: "GET", path: `${channels}/{UO}`, handle: (call) => jsonResponse(200, showChannel(channelAt(call))) },
  { method: "POST", path: `${channels}/{UO}`, handle: updateChannel },
];

function interactionAt({ request, at, account }: Call): Interaction {
  const found = account.state.current.interactions.interactions.find(({ sid }) => sid === at.KD);
  if (!found) throw notFound(request);
  return found;
}

/** The channel that the path names. */
export function channelAt(call: Call): InteractionChannel {
  const { sid } = interactionAt(call);
  const found = call.account.state.current.interactions.channels.find(
    (channel) => channel.sid === call.at.UO && channel.interaction_sid === sid,
  );
  if (!found) throw notFound(call.request);
  return found;
}

/** A field of JSON. */
export function jsonField(form: URLSearchParams, name: string): JsonObject {
  try {
    const value: unknown = JSON.parse(form.get(name) ?? "");
    if (isJsonObject(value)) return value;
  } catch {
    // Said below.
  }
  throw invalidInteraction(`Invalid ${name}: it must be a JSON object`);
}

/** 200 as Twilio answers: it only says that the request is accepted. */
function create(call: Call): ApiResponse {
  const form = formBody(call.request, { fields: ["Channel", "Routing", "InteractionContextSid", "WebhookTtid"] });
  requiredField(form, "Channel");
  requiredField(form, "Routing");
  const { interaction } = createInteraction(call.account, {
    channel: jsonField(form, "Channel"),
    routing: jsonField(form, "Routing"),
    contextSid: textField(form, "InteractionContextSid", 64),
    webhookTtid: textField(form, "WebhookTtid", 256),
  });
  return shown(call, interaction);
}

function update(call: Call): ApiResponse {
  const { sid } = interactionAt(call);
  const webhookTtid = textField(formBody(call.request, { fields: ["WebhookTtid"] }), "WebhookTtid", 256);
  call.account.state.change(({ interactions }) => {
    const held = interactions.interactions.find((interaction) => interaction.sid === sid);
    if (held && webhookTtid !== undefined) held.webhook_ttid = webhookTtid;
  });
  return shown(call, interactionAt(call));
}

function shown({ account }: Call, interaction: Interaction): ApiResponse {
  return jsonResponse(200, showInteraction(account, interaction));
}

function listChannels(call: Call): ApiResponse {
  const { sid } = interactionAt(call);
  const found = call.account.state.current.interactions.channels.filter((channel) => channel.interaction_sid === sid);
  return jsonResponse(200, metaPageOf(call.request, "channels", found, showChannel));
}

/** Closing ends the conversation for good; an inactive channel leaves it to others. What Routing says becomes of its tasks. */
function updateChannel(call: Call): ApiResponse {
  const { account, request } = call;
  const channel = channelAt(call);
  const form = formBody(request, { fields: ["Status", "Routing"] });
  requiredField(form, "Status");
  const status = oneOf(form, "Status", ["closed", "inactive"]);
  const routing = form.has("Routing") ? jsonField(form, "Routing") : {};
  if (status === "inactive" && routing.status !== "closed") {
    throw invalidInteraction('Invalid Routing: a channel becomes inactive with {"status": "closed"} only');
  }
  if (!["closed", "wrapup", undefined].includes(routing.status as string | undefined)) {
    throw invalidInteraction("Invalid Routing: status must be closed or wrapup");
  }
  if (channel.status === "closed") throw badRequest(`Channel ${channel.sid} is closed already`);
  const tasks = tasksOf(call, channel);
  const now = account.now();
  account.state.change((draft) => {
    endTasks(draft.taskRouter, tasks, routing.status === "closed", now);
    if (status === "closed") closeChannel(draft, channel.sid, iso8601(now));
    const held = draft.interactions.channels.find(({ sid }) => sid === channel.sid);
    if (held && status === "inactive") held.status = "inactive";
  });
  return jsonResponse(200, showChannel(channelAt(call)));
}

function tasksOf({ account }: Call, { sid }: InteractionChannel): string[] {
  const { invites } = account.state.current.interactions;
  return invites.filter(({ channel_sid: channel }) => channel === sid).map(({ task_sid: task }) => task);
}

function endTasks(state: TaskRouter, sids: readonly string[], complete: boolean, now: Date): void {
  for (const task of state.tasks.filter(({ sid }) => sids.includes(sid))) {
    const status = task.assignment_status;
    if (status === "pending" || status === "reserved") cancelTask(state, task, "Interaction channel closed", now);
    else if (status === "assigned" && !complete) wrapUpTask(state, task, "Interaction channel closed", now);
    else if ((status === "assigned" || status === "wrapping") && complete) {
      completeTask(state, task, "Interaction channel closed", now);
    }
  }
}
