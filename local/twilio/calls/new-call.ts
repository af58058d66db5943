import type { Account } from "../account.ts";
import { randomSid } from "../state/sids.ts";
import type { Call, Script } from "./state.ts";

/** A caller who says nothing, and talks to an agent for a while where there is one. */
export const answeringScript: Script = { answers: [], seconds: 4, byItself: true, hangUpAt: null };

export interface NewCall {
  readonly to: string;
  readonly from: string;
  readonly direction: Call["direction"];
  readonly phoneNumberSid?: string;
  readonly script: Script;
  /** Ringing, where not given. */
  readonly status?: "queued" | "ringing";
  /** How long the caller stays on the line, in seconds. */
  readonly stays?: number;
}

/** Adds a call that rings, or is about to. */
export function addCall(account: Account, given: NewCall): Call {
  const { to, from, direction, phoneNumberSid, script, status = "ringing", stays = null } = given;
  const now = account.now().toISOString();
  const call: Call = {
    sid: randomSid("CA"),
    parent_call_sid: null,
    to,
    from,
    phone_number_sid: phoneNumberSid ?? null,
    direction,
    status,
    date_created: now,
    date_updated: now,
    end_time: null,
    conference_sid: null,
    task_sid: null,
    other_leg: null,
    stays,
    hangs_up_at: null,
    script,
    recordings: [],
  };
  account.state.change(({ calls }) => calls.push(call));
  return call;
}
