import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { AccountSid } from "../../media/sid.ts";
import { errorName } from "./error-name.ts";
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

/** Twilio credentials from the JSON secret `{"accountSid"?, "username", "password"}` in Secrets Manager. */
export function secretCredentials(
  client: Pick<SecretsManagerClient, "send">,
  secretArn: string,
  accountSid: AccountSid,
  now: () => number,
): CredentialSource {
  let remembered: { credentials: TwilioCredentials; until: number } | undefined;

  async function renewed(signal: AbortSignal): Promise<TwilioCredentials> {
    remembered = undefined;
    const credentials = parseSecret(await secretText(client, secretArn, signal), accountSid);
    remembered = { credentials, until: now() + rememberedMilliseconds };
    return credentials;
  }

  return {
    renewed,
    current: async (signal) => (remembered && now() < remembered.until ? remembered.credentials : renewed(signal)),
  };
}

async function secretText(client: Pick<SecretsManagerClient, "send">, secretArn: string, signal: AbortSignal) {
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: secretArn }), { abortSignal: signal });
    return answer.SecretString;
  } catch (error) {
    throw new ServiceFailure("credentials_unavailable", `Secrets Manager: ${errorName(error)}`, { cause: error });
  }
}

function parseSecret(text: string | undefined, accountSid: AccountSid): TwilioCredentials {
  const wrong = (what: string) => new ServiceFailure("credentials_unavailable", `the Twilio secret ${what}`);
  let secret: unknown;
  try {
    secret = JSON.parse(text ?? "");
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
