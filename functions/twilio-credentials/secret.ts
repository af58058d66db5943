import { isObject, parsedJson } from "../lambda/json.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";

/** A secret that is read when it is needed, and remembered for some minutes, so that a rotated one comes into use without a deploy. */
export interface SecretSource<T> {
  current(signal: AbortSignal): Promise<T>;
  /** Read afresh: for when Twilio does not take, or use, the remembered one any more. */
  renewed(signal: AbortSignal): Promise<T>;
  /** Milliseconds since the remembered one was read; infinite where there is none. */
  age(): number;
}

/** Reads a secret's text, undefined where it has none; what keeps it from being read is a ServiceFailure `credentials_unavailable`. */
export type SecretReader = (signal: AbortSignal) => Promise<string | undefined>;

export interface SecretOptions<T> {
  read: SecretReader;
  /** Milliseconds since 1970. */
  now(): number;
  /** What is wanted of the secret's fields; `wrong` is the error that says what is wrong with them. */
  parse(fields: Record<string, unknown>, wrong: (what: string) => ServiceFailure): T;
}

interface Reading<T> {
  result: Promise<T>;
  signal: AbortSignal;
}

const rememberedMilliseconds = 5 * 60_000;

/** A JSON object in a secret. Whatever keeps it from being had is a ServiceFailure `credentials_unavailable`. */
export function secretSource<T>({ read, now, parse }: SecretOptions<T>): SecretSource<T> {
  let remembered: { value: T; at: number } | undefined;
  let reading: Reading<T> | undefined;

  async function finish(begun: Reading<T>): Promise<T> {
    try {
      const value = await begun.result;
      if (reading === begun) remembered = { value, at: now() };
      return value;
    } finally {
      if (reading === begun) reading = undefined;
    }
  }

  const source: SecretSource<T> = {
    async renewed(signal) {
      // Whoever needs it at the same time waits for the same answer, unless whoever began has given up.
      if (!reading || reading.signal.aborted) {
        reading = { signal, result: read(signal).then((text) => parse(fieldsOf(text), wrong)) };
      }
      return finish(reading);
    },
    current: async (signal) =>
      remembered && source.age() < rememberedMilliseconds ? remembered.value : source.renewed(signal),
    age: () => (remembered ? now() - remembered.at : Number.POSITIVE_INFINITY),
  };
  return source;
}

function fieldsOf(text: string | undefined): Record<string, unknown> {
  const secret = parsedJson(text ?? "");
  if (secret === undefined) throw wrong("is not JSON");
  if (!isObject(secret)) throw wrong("is not a JSON object");
  return secret;
}

function wrong(what: string): ServiceFailure {
  return new ServiceFailure("credentials_unavailable", `the Twilio secret ${what}`);
}

/** Refuses a secret that says it is for another account. */
export function checkOwner(owner: unknown, accountSid: string, wrong: (what: string) => ServiceFailure): void {
  if (owner !== undefined && owner !== accountSid) throw wrong("is for another account than TWILIO_ACCOUNT_SID");
}
