import type { Account } from "../account.ts";
import type { Call } from "./state.ts";

/** What every request about a call tells of it. */
export function callParameters(account: Account, call: Call): Record<string, string> {
  return {
    AccountSid: account.sid,
    ApiVersion: "2010-04-01",
    CallSid: call.sid,
    CallStatus: call.status,
    Called: call.to,
    Caller: call.from,
    Direction: call.direction,
    From: call.from,
    To: call.to,
  };
}
