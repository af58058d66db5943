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
}

/** Adds a call that rings. */
export function addCall(account: Account, { to, from, direction, phoneNumberSid, script }: NewCall): Call {
  const now = account.now().toISOString();
  const call: Call = {
    sid: randomSid("CA"),
    parent_call_sid: null,
    to,
    from,
    phone_number_sid: phoneNumberSid ?? null,
    direction,
    status: "ringing",
    date_created: now,
    date_updated: now,
    end_time: null,
    conference_sid: null,
    task_sid: null,
    script,
    recordings: [],
  };
  account.state.change(({ calls }) => calls.push(call));
  return call;
}
