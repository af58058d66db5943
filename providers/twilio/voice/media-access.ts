import type { Context } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";

type Caller = Pick<Context<TwilioClient>, "client" | "signal">;

/** How many of the newest recordings are looked at for one that is complete. */
const mostLookedAt = 500;

const whereToSwitchItOn =
  'in the Console, under Voice > Settings > General, switch "Enforce HTTP Auth on Media URLs" on, then run the command again';

/**
 * Whether media URLs ask for credentials: proven, found open, or still to be told, and then whether for want of a
 * recording. Reasons are sentences without an end, and name no recording.
 */
export type MediaAccess =
  | { proven: true }
  | { proven: false; found: "open" | "no recording" | "another answer"; reason: string };

/** Asks for the audio of a recording as a stranger would: of the given one, else of the newest that is complete. */
export async function mediaAccess(given: string | undefined, caller: Caller): Promise<MediaAccess> {
  const recordingSid = given ?? (await newestCompleted(caller))?.sid;
  if (recordingSid === undefined) {
    const reason =
      "It is not proven that media URLs ask for credentials: there is no completed recording to try it with; make one, then run the command again";
    return { proven: false, found: "no recording", reason };
  }
  const { client, signal } = caller;
  const path = `/2010-04-01/Accounts/${client.accountSid}/Recordings/${recordingSid}`;
  const status = await client.statusWithoutCredentials({ product: "api", path }, "a recording's audio", signal);
  if (status === 401) return { proven: true };
  if (status < 400) {
    return { proven: false, found: "open", reason: `Recordings can be had without credentials; ${whereToSwitchItOn}` };
  }
  const reason = `It is not proven that media URLs ask for credentials: without them Twilio answered HTTP ${status}, neither audio nor 401; give a completed recording of this account as recordingSid`;
  return { proven: false, found: "another answer", reason };
}

/** A recording as Twilio lists it. */
export type ListedRecording = Readonly<Record<string, unknown>> & { sid: string };

/** The newest recording that is complete, which Twilio lists first; `undefined` where none of the newest 500 is. */
export async function newestCompleted({ client, signal }: Caller): Promise<ListedRecording | undefined> {
  const path = `/2010-04-01/Accounts/${client.accountSid}/Recordings.json`;
  let seen = 0;
  for await (const recording of client.list({ product: "api", path, query: { PageSize: 100 } }, "recordings", signal)) {
    if (recording.status === "completed") return { ...recording, sid: String(recording.sid) };
    seen++;
    if (seen >= mostLookedAt) return undefined;
  }
  return undefined;
}
