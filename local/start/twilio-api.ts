import type { Settings } from "../../infra/settings/settings.ts";
import type { LocalTwilio } from "../twilio/server.ts";

/** Twilio's APIs with the stack's own credentials. Paths begin with the host, as in `studio.twilio.com/v2/Flows`. */
export interface TwilioApi {
  get(path: string): Promise<Record<string, unknown>>;
  post(path: string, form: Readonly<Record<string, string>>): Promise<Record<string, unknown>>;
  /** An answer that is no JSON: audio. */
  bytes(path: string): Promise<Uint8Array>;
}

/** @throws for any answer that isn't a success */
export function twilioApi(twilio: LocalTwilio, { credentials }: Settings["twilio"]): TwilioApi {
  const { username, password } = credentials;
  const authorization = `Basic ${Buffer.from(`${username}:${password.reveal()}`).toString("base64")}`;
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await fetch(twilio.endpoint(path), { ...init, headers: { authorization } });
    if (!answer.ok) throw new Error(`Twilio answered HTTP ${answer.status} to ${path}.`);
    return answer;
  };
  const json = async (answer: Response) => (await answer.json()) as Record<string, unknown>;
  return {
    get: async (path) => await json(await ask(path)),
    post: async (path, form) => await json(await ask(path, { method: "POST", body: new URLSearchParams(form) })),
    bytes: async (path) => new Uint8Array(await (await ask(path)).arrayBuffer()),
  };
}
