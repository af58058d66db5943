import type { AccountSid } from "../../media/sid.ts";
import type { AwsService } from "./aws.ts";
import type { ExchangeOptions, Fetch } from "./exchange.ts";
import { ServiceFailure } from "./service-failure.ts";

/** `username` is an account SID or an API key's SID, `password` the auth token or the key's secret. */
export interface TwilioCredentials {
  username: string;
  password: string;
}

export interface CredentialSource {
  /** Remembered for some minutes, so that a rotated secret comes into use without a deploy. */
  current(signal: AbortSignal): Promise<TwilioCredentials>;
  /** Read afresh: for when Twilio does not take the remembered ones any more. */
  renewed(signal: AbortSignal): Promise<TwilioCredentials>;
}

const rememberedMilliseconds = 5 * 60_000;
const attemptMilliseconds = 2_000;

export interface SecretOptions {
  secretsManager: Pick<AwsService, "send">;
  endpoint: string;
  secretArn: string;
  accountSid: AccountSid;
  fetch: Fetch;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * Twilio credentials from the JSON secret `{"accountSid"?, "username", "password"}` in Secrets Manager.
 * Source API: secretsmanager.GetSecretValue.
 */
export function secretCredentials(options: SecretOptions): CredentialSource {
  const { accountSid, now } = options;
  let remembered: { credentials: TwilioCredentials; until: number } | undefined;

  async function renewed(signal: AbortSignal): Promise<TwilioCredentials> {
    remembered = undefined;
    const credentials = parseSecret(await secretText(options, signal), accountSid);
    remembered = { credentials, until: now() + rememberedMilliseconds };
    return credentials;
  }

  return {
    renewed,
    current: async (signal) => (remembered && now() < remembered.until ? remembered.credentials : renewed(signal)),
  };
}

async function secretText({ secretsManager, endpoint, secretArn, fetch }: SecretOptions, signal: AbortSignal) {
  const failure: ExchangeOptions["failure"] = (detail, options) =>
    new ServiceFailure("credentials_unavailable", `Secrets Manager: ${detail}`, options);
  const { status, text } = await secretsManager.send(
    {
      method: "POST",
      endpoint,
      path: "/",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "secretsmanager.GetSecretValue" },
      body: JSON.stringify({ SecretId: secretArn }),
    },
    { fetch, signal, attemptMilliseconds, failure },
  );
  const answer = fieldsIn(text);
  if (answer === undefined) throw failure(`HTTP ${status} without JSON`);
  if (status !== 200) throw failure(`HTTP ${status} ${/\w+$/.exec(String(answer.__type))?.[0] ?? ""}`.trim());
  return answer.SecretString;
}

/** The fields of a JSON object, or undefined where the text is none. */
function fieldsIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function parseSecret(text: unknown, accountSid: AccountSid): TwilioCredentials {
  const wrong = (what: string) => new ServiceFailure("credentials_unavailable", `the Twilio secret ${what}`);
  let secret: unknown;
  try {
    secret = JSON.parse(typeof text === "string" ? text : "");
  } catch {
    throw wrong("is not JSON");
  }
  if (typeof secret !== "object" || secret === null) throw wrong("is not a JSON object");
  const { username, password, accountSid: owner } = secret as Record<string, unknown>;
  if (typeof username !== "string" || !/^(AC|SK)[0-9a-fA-F]{32}$/.test(username)) {
    throw wrong("has no account SID or API key SID as its username");
  }
  if (typeof password !== "string" || password === "") throw wrong("has no password");
  if (owner !== undefined && owner !== accountSid) throw wrong("is for another account than TWILIO_ACCOUNT_SID");
  return { username, password };
}
