import { badRequest, notFound, TwilioError } from "../http/errors.ts";
import type { ApiRequest, ApiResponse } from "../http/messages.ts";
import type { Call, Route } from "../http/router.ts";
import type { Recording } from "./recordings-state.ts";
import { mixToMono } from "./wav.ts";

const media = "/2010-04-01/Accounts/{AC}/Recordings/{RE}";

/** https://www.twilio.com/docs/voice/api/recording#retrieve-a-recordings-media-file */
export const recordingMediaRoutes: Route[] = [
  { path: media, handle: fetchWav },
  { path: `${media}.wav`, handle: fetchWav },
  { path: `${media}.mp3`, handle: refuseMp3 },
].map((route) => ({
  ...route,
  method: "GET",
  query: ["RequestedChannels"],
  open: (account) => !account.state.current.voiceSettings.httpAuthOnMedia,
}));

function fetchWav(call: Call): ApiResponse {
  const recording = completedRecording(call);
  const audio = call.account.media.read(recording.sid);
  if (!audio) throw notFound(call.request);
  const channels = channelsToSend(call.request.query.get("RequestedChannels"), recording);
  return rangeOf(call.request, channels === 1 ? mixToMono(audio) : audio);
}

/** There is no MP3 encoder here, and other bytes under that name would hide mistakes. */
function refuseMp3(call: Call): ApiResponse {
  completedRecording(call);
  throw new TwilioError(501, 501, "Local Twilio has no MP3 encoder; ask for .wav");
}

function completedRecording({ request, at, account }: Call): Recording {
  const recording = account.state.current.recordings.find(({ sid }) => sid === at.RE);
  if (recording?.status !== "completed") throw notFound(request);
  return recording;
}

/** Without a wish, a conference comes mixed to one channel and a call as it was recorded. */
function channelsToSend(requested: string | null, recording: Recording): number {
  if (requested === null) return recording.conference_sid === null ? recording.channels : 1;
  if (requested !== "1" && requested !== "2") throw badRequest("Invalid RequestedChannels.");
  if (requested === "2" && recording.channels !== 2) {
    throw badRequest("The recording is not available with two channels");
  }
  return Number(requested);
}

/** The whole audio, or the one byte range that the request asks for. Several ranges at once get the whole. */
function rangeOf(request: ApiRequest, audio: Buffer): ApiResponse {
  const headers = { "content-type": "audio/x-wav", "accept-ranges": "bytes" };
  const asked = request.headers["if-range"] === undefined ? request.headers.range : undefined;
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(asked?.replaceAll(" ", "") ?? "") ?? [];
  const whole = { status: 200, headers, body: audio };
  if (first === undefined || last === undefined || first + last === "") return whole;
  if (first !== "" && last !== "" && Number(first) > Number(last)) return whole;
  const from = first === "" ? Math.max(audio.length - Number(last), 0) : Number(first);
  const to = first === "" || last === "" ? audio.length - 1 : Math.min(Number(last), audio.length - 1);
  if (from > to) {
    const range = `bytes */${audio.length}`;
    throw new TwilioError(416, 416, "The server cannot provide the requested range.", { "content-range": range });
  }
  const body = audio.subarray(from, to + 1);
  return { status: 206, headers: { ...headers, "content-range": `bytes ${from}-${to}/${audio.length}` }, body };
}
