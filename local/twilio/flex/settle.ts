import type { Account, AccountState } from "../account.ts";
import { addParticipant } from "../conversations/new-conversation.ts";
import type { Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import { routeTasks } from "../taskrouter/routing.ts";
import type { Reservation, Task } from "../taskrouter/work.ts";
import type { InteractionChannel } from "./interactions-state.ts";

/**
 * Brings tasks up to the clock, and interactions up to their tasks: a worker who accepted joins channel and conversation,
 * one who wraps up leaves, and with the last one the channel and its conversation close. Where nobody ever accepted, the
 * conversation stays open.
 */
export function settleInteractions(account: Account): void {
  routeTasks(account);
  for (const channel of account.state.current.interactions.channels) {
    if (channel.status === "active") settleChannel(account, channel);
  }
}

function settleChannel(account: Account, channel: InteractionChannel): void {
  const { interactions, taskRouter } = account.state.current;
  const tasks = interactions.invites
    .filter(({ channel_sid: sid }) => sid === channel.sid)
    .map((invite) => invite.task_sid);
  const reservations = taskRouter.reservations.filter(({ task_sid: task }) => tasks.includes(task));
  for (const reservation of reservations) {
    if (reservation.reservation_status === "accepted") join(account, channel, reservation);
    if (["wrapping", "completed"].includes(reservation.reservation_status)) leave(account, channel, reservation);
  }
  const waiting = taskRouter.tasks.some((task) => tasks.includes(task.sid) && isOpen(task));
  const agents = account.state.current.interactions.participants.filter(
    ({ channel_sid: sid, type }) => sid === channel.sid && type === "agent",
  );
  if (!waiting && agents.length > 0 && agents.every(({ status }) => status !== "active")) {
    account.state.change((draft) => closeChannel(draft, channel.sid, iso8601(account.now())));
  }
}

function isOpen({ assignment_status: status }: Task): boolean {
  return status === "pending" || status === "reserved" || status === "assigned";
}

/** Closes a channel and, for good, its conversation. */
export function closeChannel({ interactions, chat }: AccountState, sid: string, date: string): void {
  const channel = interactions.channels.find((held) => held.sid === sid);
  if (!channel) return;
  channel.status = "closed";
  const conversation = chat.conversations.find((held) => held.sid === channel.media_channel_sid);
  if (conversation) Object.assign(conversation, { state: "closed", date_updated: date });
}

function agentOf(account: Account, channel: InteractionChannel, reservation: Reservation) {
  return account.state.current.interactions.participants.find(
    (held) => held.channel_sid === channel.sid && held.routing_properties?.reservation_sid === reservation.sid,
  );
}

function join(account: Account, channel: InteractionChannel, reservation: Reservation): void {
  if (agentOf(account, channel, reservation)) return;
  const { sid: reservation_sid, worker_sid, task_sid, worker_name: identity } = reservation;
  const participant = conversationParticipant(account, channel, identity);
  account.state.change(({ interactions }) =>
    interactions.participants.push({
      sid: randomSid("UT"),
      channel_sid: channel.sid,
      type: "agent",
      status: "active",
      routing_properties: { task_sid, worker_sid, reservation_sid },
      conversation_participant_sid: participant,
    }),
  );
}

function conversationParticipant(account: Account, channel: InteractionChannel, identity: string): string | null {
  const { conversations, participants } = account.state.current.chat;
  const conversation = conversations.find(({ sid }) => sid === channel.media_channel_sid);
  if (!conversation || conversation.state === "closed") return null;
  const there = participants.find((held) => held.conversation_sid === conversation.sid && held.identity === identity);
  return there?.sid ?? addParticipant(account, conversation.sid, { identity }).sid;
}

function leave(account: Account, channel: InteractionChannel, reservation: Reservation): void {
  const agent = agentOf(account, channel, reservation);
  const status = reservation.reservation_status === "completed" ? "closed" : "wrapup";
  if (!agent || agent.status === status) return;
  account.state.change(({ interactions, chat }) => {
    const held = interactions.participants.find(({ sid }) => sid === agent.sid);
    if (held) held.status = status;
    chat.participants = chat.participants.filter(({ sid }) => sid !== agent.conversation_participant_sid);
  });
}

/** Twilio routes tasks all the time; here it is caught up with before each request, and after it. */
export function settled(route: Route): Route {
  return {
    ...route,
    handle(call) {
      settleInteractions(call.account);
      const response = route.handle(call);
      settleInteractions(call.account);
      return response;
    },
  };
}
