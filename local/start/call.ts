import { isDeepStrictEqual } from "node:util";
import type { Settings } from "../../infra/settings/settings.ts";
import { type Attributes, attributeFindings, findingText, type MediaEntry, parseMedia } from "../../media/index.ts";
import { isRecordingSid, type RecordingSid } from "../../media/sid.ts";
import { toneConversation } from "../player/tones.ts";
import { encodeWav } from "../player/wav.ts";
import type { LocalTwilio } from "../twilio/server.ts";
import type { TwilioApi } from "./twilio-api.ts";

/** A call that came in, as far as Flex Insights and Twilio tell of it. */
export interface TakenCall {
  /** The Task's SID. */
  task: string;
  /** The Task's `conversations.media`, as Flex Insights reads it. */
  media: readonly MediaEntry[];
  recording: RecordingSid;
  /** Where the recording plays. */
  urlProvider: string;
  wav: Uint8Array;
}

/** Seconds of conversation: customer on the left, agent on the right. */
export const callSeconds = 4;
const caller = "+14155550123";

/**
 * Places a call to the voice flow's number, has an agent answer it, and reads the Task as Flex Insights does.
 * @throws where the Task's media breaks a rule, or names no recording that Twilio has
 */
export async function takeCall(
  twilio: LocalTwilio,
  api: TwilioApi,
  { voice, twilio: account }: Settings,
): Promise<TakenCall> {
  const [number] = voice?.numbers ?? [];
  if (number === undefined)
    throw new Error("flex-media:voice.numbers: names no number; name one, so that it can be called.");
  await ensureAgent(api);
  const wav = encodeWav(toneConversation(callSeconds));
  const { sid } = twilio.control.calls.place({ to: number, from: caller, audio: Buffer.from(wav).toString("base64") });
  await twilio.control.settled();

  const { task, attributes } = await taskOfCall(api, sid);
  const findings = attributeFindings(attributes, { conversation: "call", through: "task" });
  if (findings.length > 0) throw new Error(`The Task's attributes: ${findings.map(findingText).join("; ")}`);
  const { media, urlProvider } = playedIn(attributes);
  const recording = new URL(urlProvider).searchParams.get("recording") ?? "";
  if (!isRecordingSid(recording)) throw new Error("conversations.media[0].url_provider: names no recording.");
  const heard = await api.bytes(recordingPath(account.accountSid, recording));
  if (!isDeepStrictEqual(Buffer.from(heard), Buffer.from(wav))) throw new Error("Twilio recorded something else.");
  return { task, media, recording, urlProvider, wav };
}

/** What the player of Flex Insights would ask for. */
function playedIn({ conversations }: Attributes) {
  const parsed = parseMedia((conversations as { media?: unknown } | undefined)?.media);
  if (!parsed.ok) throw new Error(`conversations.media: ${parsed.findings.map(findingText).join("; ")}`);
  const played = parsed.entries.find(({ type }) => type === "VoiceRecording");
  if (played === undefined || !("urlProvider" in played) || typeof played.urlProvider !== "string") {
    throw new Error("conversations.media: names no VoiceRecording with a url_provider.");
  }
  return { media: parsed.entries, urlProvider: played.urlProvider };
}

async function taskOfCall(api: TwilioApi, callSid: string): Promise<{ task: string; attributes: Attributes }> {
  const query = new URLSearchParams({ EvaluateTaskAttributes: `call_sid == "${callSid}"` });
  const { tasks } = await api.get(`${await workspacePath(api)}/Tasks?${query}`);
  const [task] = tasks as { sid: string; attributes: string }[];
  if (task === undefined) throw new Error(`No Task came of call ${callSid}.`);
  return { task: task.sid, attributes: JSON.parse(task.attributes) };
}

/** An agent who takes what comes; the same one each time. */
export async function ensureAgent(api: TwilioApi): Promise<void> {
  const workspace = await workspacePath(api);
  const { workers } = await api.get(`${workspace}/Workers?FriendlyName=agent`);
  if ((workers as unknown[]).length > 0) return;
  const { activities } = await api.get(`${workspace}/Activities?FriendlyName=Available`);
  const [available] = activities as { sid: string }[];
  await api.post(`${workspace}/Workers`, { FriendlyName: "agent", ActivitySid: available?.sid ?? "" });
}

async function workspacePath(api: TwilioApi): Promise<string> {
  const { taskrouter_workspace_sid: workspace } = await api.get("flex-api.twilio.com/v1/Configuration");
  return `taskrouter.twilio.com/v1/Workspaces/${workspace}`;
}

function recordingPath(accountSid: string, recording: RecordingSid): string {
  return `api.twilio.com/2010-04-01/Accounts/${accountSid}/Recordings/${recording}.wav`;
}
