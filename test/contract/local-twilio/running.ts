import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { encodeWav } from "../../../local/twilio/api/wav.ts";
import { type LocalTwilio, type LocalTwilioOptions, startLocalTwilio } from "../../../local/twilio/server.ts";

export const accountSid = "AC0123456789abcdef0123456789abcdef";
export const otherAccountSid = "ACffffffffffffffffffffffffffffffff";
export const authToken = "an-auth-token-of-the-tests";
export const credentials = basic(accountSid, authToken);

export const flexConfiguration = "flex-api.twilio.com/v1/Configuration";
export const validation = `iam.twilio.com/v1/Accounts/${accountSid}/Tokens/validate`;
export const recordings = `api.twilio.com/2010-04-01/Accounts/${accountSid}/Recordings`;

export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

export interface Running extends LocalTwilio {
  /** An authenticated request to `host/path`. */
  call(target: string, init?: RequestInit): Promise<Response>;
  /** An authenticated POST of JSON. */
  post(target: string, body: unknown): Promise<Response>;
}

/** A local Twilio that ends with the test. */
export async function running(options: Partial<LocalTwilioOptions> = {}): Promise<Running> {
  const twilio = await startLocalTwilio({ accountSid, authToken, ...options });
  onTestFinished(() => twilio.close());
  const call = (target: string, init: RequestInit = {}) =>
    fetch(`${twilio.url}/${target}`, { ...init, headers: { authorization: credentials, ...init.headers } });
  return {
    ...twilio,
    call,
    post: (target, body) =>
      call(target, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
  };
}

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "local-twilio-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The error body as JSON. */
export async function refusal(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}

/** Half a second at 8 kHz: a constant level on each channel, so that a mix can be foretold. */
export function recordedAudio(...levels: [number] | [number, number]): Buffer {
  const frames = 4000;
  const samples = Buffer.alloc(frames * levels.length * 2);
  for (let frame = 0; frame < frames; frame++) {
    for (const [channel, level] of levels.entries()) samples.writeInt16LE(level, (frame * levels.length + channel) * 2);
  }
  return encodeWav({ channels: levels.length, sampleRate: 8000, samples });
}
