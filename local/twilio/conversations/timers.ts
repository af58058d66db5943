import type { Account } from "../account.ts";
import { badRequest } from "../http/errors.ts";
import { iso8601 } from "../http/timestamps.ts";
import type { Conversation } from "./chat.ts";

/** The seconds of an ISO 8601 duration of days, hours, minutes and seconds; undefined for anything else. */
export function durationSeconds(text: string): number | undefined {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (parts === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return days * 86_400 + hours * 3600 + minutes * 60 + seconds;
}

/** An ISO 8601 duration of at least so many seconds; an empty field unsets (null). */
export function timerField(form: URLSearchParams, name: string, least: number): string | null | undefined {
  const text = form.get(name);
  if (text === null) return undefined;
  if (text === "") return null;
  const seconds = durationSeconds(text);
  if (seconds === undefined || seconds < least) throw badRequest(`Invalid value ${text} for parameter ${name}`);
  return text;
}

/** When a conversation will become inactive and closed; only timers that are set and still to come. */
export function timersOf({ timers, last_activity: since, state }: Conversation): Record<string, string> {
  const at = (timer: string | null) =>
    timer && iso8601(new Date(Date.parse(since) + (durationSeconds(timer) ?? 0) * 1000));
  const [inactive, closed] = [at(timers.inactive), at(timers.closed)];
  return {
    ...(inactive && state === "active" ? { date_inactive: inactive } : {}),
    ...(closed && state !== "closed" ? { date_closed: closed } : {}),
  };
}

/** Brings conversations up to the account's clock: those whose timers have run out become inactive or closed. */
export function settleConversations(account: Account): void {
  const now = iso8601(account.now());
  const next = ({ date_inactive: inactive, date_closed: closed }: Record<string, string>) =>
    closed !== undefined && closed <= now
      ? "closed"
      : inactive !== undefined && inactive <= now
        ? "inactive"
        : undefined;
  const due = account.state.current.chat.conversations.some((held) => next(timersOf(held)) !== undefined);
  if (!due) return;
  account.state.change(({ chat }) => {
    for (const conversation of chat.conversations) {
      const state = next(timersOf(conversation));
      if (state) Object.assign(conversation, { state, date_updated: now });
    }
  });
}
