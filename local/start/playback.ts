import { isDeepStrictEqual } from "node:util";
import { localAwsFetch } from "../aws/reach.ts";
import type { LocalStack } from "../local-stack.ts";
import { type Playback, PlaybackRefused, playRecording } from "../player/player.ts";
import { toneStrength, voices } from "../player/tones.ts";
import { decodeWav } from "../player/wav.ts";
import type { StoredRecording } from "./recording.ts";

/** Plays the recording as a supervisor does in Flex Insights, and proves that what arrives is what was stored. */
export async function proveItPlays(stack: LocalStack, urlProvider: string, stored: StoredRecording): Promise<Playback> {
  const playback = await play(stack, urlProvider, ["supervisor"]);
  if (!isDeepStrictEqual(Buffer.from(playback.bytes), Buffer.from(stored.wav))) {
    throw new Error(`What was played (${playback.bytes.length} bytes) is not what was stored (${stored.wav.length}).`);
  }
  const { channels, sampleRate } = decodeWav(playback.bytes);
  const [left, right] = channels;
  if (channels.length !== 2 || left === undefined || right === undefined) {
    throw new Error(`The recording has ${channels.length} channels instead of two.`);
  }
  const ownVoices =
    toneStrength(left, sampleRate, voices.customer) > toneStrength(left, sampleRate, voices.agent) &&
    toneStrength(right, sampleRate, voices.agent) > toneStrength(right, sampleRate, voices.customer);
  if (!ownVoices) throw new Error("The customer is not on the left and the agent not on the right.");
  return playback;
}

/** Proves that who may not hear the recording does not: other roles, nobody, other pages, and readers of the bucket. */
export async function proveItIsRefused(
  stack: LocalStack,
  urlProvider: string,
  bucketName: string,
  stored: StoredRecording,
): Promise<string[]> {
  const attempts: [string, () => Promise<string | undefined>][] = [
    ["agent", () => refusal(() => play(stack, urlProvider, ["agent"]))],
    ["no token", () => refusal(() => playWith(stack, urlProvider, "none"))],
    ["other page", () => refusal(() => play(stack, urlProvider, ["admin"], "https://elsewhere.example"))],
    ["anonymous reader", () => readAnonymously(stack, bucketName, stored)],
  ];
  const refused: string[] = [];
  for (const [who, attempt] of attempts) {
    const refusal = await attempt();
    if (refusal === undefined) throw new Error(`${who}: the recording was given out.`);
    refused.push(`${who}: ${refusal}`);
  }
  return refused;
}

function play(stack: LocalStack, urlProvider: string, roles: string[], origin?: string) {
  const token = stack.twilio.control.tokens.issue({ identity: "listener", roles });
  return playWith(stack, urlProvider, token, origin);
}

function playWith(stack: LocalStack, urlProvider: string, token: string, origin?: string) {
  return playRecording({ urlProvider, token, fetch: localAwsFetch(stack.aws), ...(origin && { origin }) });
}

/** What stopped the player, an answer's status or the browser itself; `undefined` if nothing did. */
async function refusal(playing: () => Promise<Playback>): Promise<string | undefined> {
  try {
    await playing();
    return undefined;
  } catch (error) {
    if (!(error instanceof PlaybackRefused) || error.status === undefined) throw error;
    return error.kind === "cors" ? "CORS" : String(error.status);
  }
}

async function readAnonymously({ aws }: LocalStack, bucketName: string, { key }: StoredRecording) {
  const answer = await localAwsFetch(aws)(`${aws.url}/${bucketName}/${key}`);
  return answer.ok ? undefined : String(answer.status);
}
