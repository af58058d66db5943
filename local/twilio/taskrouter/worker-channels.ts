import { notFound } from "../http/errors.ts";
import { booleanField } from "../http/fields.ts";
import { formBody } from "../http/form.ts";
import { type ApiResponse, jsonResponse } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import { integerParameter } from "../http/parameters.ts";
import type { Call, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { derivedSid } from "../state/sids.ts";
import { workspacesUrl } from "./members.ts";
import type { TaskChannel } from "./state.ts";
import { assignedTasks } from "./steps.ts";
import { workerChannel } from "./work.ts";
import { workerAt } from "./workers.ts";

const all = "/v1/Workspaces/{WS}/Workers/{WK}/Channels";
/** By the SID of the worker's channel, or by SID or unique name of the task channel. */
const one = `${all}/{Named}`;

/** https://www.twilio.com/docs/taskrouter/api/worker-channel: a worker has one for each channel of the workspace. */
export const workerChannelRoutes: Route[] = [
  { method: "GET", path: all, query: pagingParameters, handle: list },
  { method: "GET", path: one, handle: (call) => jsonResponse(200, show(call, channelAt(call))) },
  { method: "POST", path: one, handle: update },
];

function sidOf(call: Call, { sid }: TaskChannel): string {
  return derivedSid("WC", workerAt(call).sid, sid);
}

function channelsOf(call: Call): TaskChannel[] {
  const { workspace_sid: workspace } = workerAt(call);
  return call.account.state.current.taskRouter.taskChannels.filter((held) => held.workspace_sid === workspace);
}

function channelAt(call: Call): TaskChannel {
  const named = call.at.Named;
  const found = channelsOf(call).find(
    (channel) => channel.sid === named || channel.unique_name === named || sidOf(call, channel) === named,
  );
  if (!found) throw notFound(call.request);
  return found;
}

function list(call: Call): ApiResponse {
  const shown = channelsOf(call).map((channel) => show(call, channel));
  return jsonResponse(
    200,
    metaPageOf(call.request, "channels", shown, (channel) => channel),
  );
}

function update(call: Call): ApiResponse {
  const { account, request } = call;
  const { sid: taskChannel } = channelAt(call);
  const before = workerAt(call);
  const form = formBody(request, { fields: ["Capacity", "Available"] });
  const channel = workerChannel(before, taskChannel);
  const bounds = { minimum: 0, maximum: 50, absent: channel.configured_capacity };
  const after = {
    ...channel,
    configured_capacity: integerParameter(form, "Capacity", bounds),
    available: booleanField(form, "Available") ?? channel.available,
    date_updated: iso8601(account.now()),
  };
  account.state.change(({ taskRouter }) => {
    const worker = taskRouter.workers.find(({ sid }) => sid === before.sid);
    if (!worker) return;
    worker.channels = [...worker.channels.filter(({ task_channel_sid: sid }) => sid !== taskChannel), after];
  });
  return jsonResponse(200, show(call, channelAt(call)));
}

function show(call: Call, taskChannel: TaskChannel) {
  const worker = workerAt(call);
  const { configured_capacity: capacity, available, date_updated } = workerChannel(worker, taskChannel.sid);
  const assigned = assignedTasks(worker, taskChannel.sid, call.account.state.current.taskRouter);
  const sid = sidOf(call, taskChannel);
  return {
    sid,
    account_sid: call.account.sid,
    workspace_sid: worker.workspace_sid,
    worker_sid: worker.sid,
    task_channel_sid: taskChannel.sid,
    task_channel_unique_name: taskChannel.unique_name,
    configured_capacity: capacity,
    available,
    assigned_tasks: assigned,
    available_capacity_percentage: capacity === 0 ? 0 : Math.floor((Math.max(capacity - assigned, 0) / capacity) * 100),
    date_created: worker.date_created,
    date_updated,
    url: `${workspacesUrl}/${worker.workspace_sid}/Workers/${worker.sid}/Channels/${sid}`,
  };
}
