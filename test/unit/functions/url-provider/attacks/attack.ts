import type { AccountSid, RecordingSid } from "../../../../../media/sid.ts";

/** A request that must not be given a media URL. What is left out is as the player sends it. */
export interface Attack {
  name: string;
  method?: string;
  /** As sent, without the question mark. */
  query?: string;
  /** Beside or instead of the player's; undefined leaves one out. */
  headers?: Record<string, string | undefined>;
  status: 400 | 401 | 403 | 404 | 405;
}

/** What attackers have: a recording that is there, and tokens of several kinds. */
export interface Loot {
  recording: RecordingSid;
  /** One that is not there. */
  absent: RecordingSid;
  accountSid: AccountSid;
  /** Of somebody who may hear: good for nothing if the request around it is wrong. */
  valid: string;
  expired: string;
  /** Twilio gave it out for another account. */
  foreign: string;
  /** Of somebody with these roles only. */
  withRoles(...roles: string[]): string;
}

export const basic = (text: string | Uint8Array) => `Basic ${Buffer.from(text).toString("base64")}`;
export const player = (token: string) => ({ authorization: basic(`token:${token}`) });
