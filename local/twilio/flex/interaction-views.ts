import type { Account } from "../account.ts";
import { queueOf, type Task } from "../taskrouter/work.ts";
import type {
  Interaction,
  InteractionChannel,
  InteractionParticipant,
  Interactions,
  Invite,
  Transfer,
} from "./interactions-state.ts";

const root = "https://flex-api.twilio.com/v1/Interactions";

export function channelOf({ channels }: Interactions, interaction: Interaction): InteractionChannel | undefined {
  return channels.find(({ interaction_sid: sid }) => sid === interaction.sid);
}

export function showInteraction(account: Account, interaction: Interaction) {
  const { interactions } = account.state.current;
  const channel = channelOf(interactions, interaction);
  const invite = interactions.invites.find(({ channel_sid: sid }) => sid === channel?.sid);
  const url = `${root}/${interaction.sid}`;
  return {
    sid: interaction.sid,
    channel: channel ? { type: channel.type, sid: channel.sid } : null,
    routing: invite ? showRouting(account, invite) : null,
    interaction_context_sid: interaction.interaction_context_sid,
    webhook_ttid: interaction.webhook_ttid,
    url,
    links: { channels: `${url}/Channels` },
  };
}

/** The task as it is now; null when it is gone. */
function showRouting(account: Account, { task_sid: sid }: Invite) {
  const { tasks } = account.state.current.taskRouter;
  const task = tasks.find((held) => held.sid === sid);
  return task ? { reservation: null, properties: showTask(account, task) } : null;
}

/** A task as Flex's own events have it: times are Unix seconds. */
function showTask(account: Account, task: Task) {
  const { workflows, taskQueues, taskChannels } = account.state.current.taskRouter;
  const queue = queueOf(task);
  const seconds = (date: string) => Math.floor(Date.parse(date) / 1000);
  const age = Math.floor(account.now().getTime() / 1000) - seconds(task.date_created);
  const { sid, workspace_sid, workflow_sid, task_channel_sid, attributes, assignment_status, priority } = task;
  return {
    account_sid: account.sid,
    workspace_sid,
    sid,
    date_created: seconds(task.date_created),
    date_updated: seconds(task.date_updated),
    attributes,
    assignment_status,
    workflow_sid,
    workflow_name: workflows.find((held) => held.sid === workflow_sid)?.friendly_name ?? null,
    queue_sid: queue,
    queue_name: taskQueues.find((held) => held.sid === queue)?.friendly_name ?? null,
    priority,
    age,
    reason: task.reason,
    timeout: task.timeout,
    task_channel_sid,
    task_channel_unique_name: taskChannels.find((held) => held.sid === task_channel_sid)?.unique_name ?? null,
    routing_target: task.routing_target,
  };
}

function channelUrl({ sid, interaction_sid: interaction }: InteractionChannel): string {
  return `${root}/${interaction}/Channels/${sid}`;
}

export function showChannel(channel: InteractionChannel) {
  const { media_channel_sid: _, ...properties } = channel;
  const url = channelUrl(channel);
  return {
    ...properties,
    url,
    links: { participants: `${url}/Participants`, invites: `${url}/Invites`, transfers: `${url}/Transfers` },
  };
}

export function showInvite(account: Account, channel: InteractionChannel, invite: Invite) {
  return {
    sid: invite.sid,
    interaction_sid: channel.interaction_sid,
    channel_sid: channel.sid,
    routing: showRouting(account, invite),
    url: `${channelUrl(channel)}/Invites/${invite.sid}`,
  };
}

export function showParticipant(channel: InteractionChannel, participant: InteractionParticipant) {
  return {
    sid: participant.sid,
    type: participant.type,
    interaction_sid: channel.interaction_sid,
    channel_sid: channel.sid,
    routing_properties: participant.routing_properties,
    url: `${channelUrl(channel)}/Participants/${participant.sid}`,
  };
}

export function showTransfer(account: Account, channel: InteractionChannel, transfer: Transfer) {
  return {
    ...transfer,
    instance_sid: account.state.current.flexConfiguration.flex_instance_sid ?? null,
    account_sid: account.sid,
    interaction_sid: channel.interaction_sid,
    execution_sid: null,
    url: `${channelUrl(channel)}/Transfers/${transfer.sid}`,
  };
}
