import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { isAccountSid } from "../../media/sid.ts";
import { errorName } from "../lambda/error-name.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";

/** A secret that is read when it is needed, and remembered for some minutes, so that a rotated one comes into use without a deploy. */
export interface SecretSource<T> {
  current(signal: AbortSignal): Promise<T>;
  /** Read afresh: for when Twilio does not take, or use, the remembered one any more. */
  renewed(signal: AbortSignal): Promise<T>;
  /** Milliseconds since the remembered one was read; infinite where there is none. */
  age(): number;
}

export interface SecretOptions<T> {
  client: Pick<SecretsManagerClient, "send">;
  secretArn: string;
  /** Milliseconds since 1970. */
  now(): number;
  /** What is wanted of the secret's fields; `wrong` is the error that says what is wrong with them. */
  parse(fields: Record<string, unknown>, wrong: (what: string) => ServiceFailure): T;
}

const rememberedMilliseconds = 5 * 60_000;

/** A JSON object in Secrets Manager. Whatever keeps it from being read is a ServiceFailure `credentials_unavailable`. */
export function secretSource<T>({ client, secretArn, now, parse }: SecretOptions<T>): SecretSource<T> {
  let remembered: { value: T; at: number } | undefined;
  let reading: Promise<T> | undefined;

  async function read(signal: AbortSignal): Promise<T> {
    const value = parse(fieldsOf(await secretText(client, secretArn, signal)), wrong);
    remembered = { value, at: now() };
    return value;
  }

  const source: SecretSource<T> = {
    async renewed(signal) {
      // Whoever needs it at the same time waits for the same answer.
      reading ??= read(signal).finally(() => {
        reading = undefined;
      });
      return reading;
    },
    current: async (signal) =>
      remembered && source.age() < rememberedMilliseconds ? remembered.value : source.renewed(signal),
    age: () => (remembered ? now() - remembered.at : Number.POSITIVE_INFINITY),
  };
  return source;
}

async function secretText(client: Pick<SecretsManagerClient, "send">, secretArn: string, signal: AbortSignal) {
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: secretArn }), { abortSignal: signal });
    return answer.SecretString;
  } catch (error) {
    throw new ServiceFailure("credentials_unavailable", `Secrets Manager: ${errorName(error)}`, { cause: error });
  }
}

function fieldsOf(text: string | undefined): Record<string, unknown> {
  let secret: unknown;
  try {
    secret = JSON.parse(text ?? "");
  } catch {
    throw wrong("is not JSON");
  }
  if (typeof secret !== "object" || secret === null) throw wrong("is not a JSON object");
  return secret as Record<string, unknown>;
}

function wrong(what: string): ServiceFailure {
  return new ServiceFailure("credentials_unavailable", `the Twilio secret ${what}`);
}

/** Refuses a secret that says it is for another account. */
export function checkOwner(owner: unknown, accountSid: string, wrong: (what: string) => ServiceFailure): void {
  if (owner === undefined || owner === accountSid) return;
  throw wrong(
    typeof owner === "string" && isAccountSid(owner)
      ? "is for another account than TWILIO_ACCOUNT_SID"
      : "has an accountSid that is none",
  );
}
