import { ServiceFailure } from "../lambda/service-failure.ts";
import type { TwilioCredentials } from "./basic.ts";
import type { SecretSource } from "./secret.ts";

/**
 * Asks Twilio with the credentials, and once more with those that are read afresh where it does not take the
 * remembered ones, as they may have been rotated.
 * @throws ServiceFailure `credentials_rejected` where it takes neither
 */
export async function authenticated<T>(
  credentials: SecretSource<TwilioCredentials>,
  ask: (credentials: TwilioCredentials) => Promise<T>,
  isRejected: (answer: T) => boolean,
  signal: AbortSignal,
): Promise<T> {
  const remembered = await credentials.current(signal);
  const answer = await ask(remembered);
  if (!isRejected(answer)) return answer;

  const renewed = await credentials.renewed(signal);
  const isSame = renewed.username === remembered.username && renewed.password === remembered.password;
  const second = isSame ? answer : await ask(renewed);
  if (!isRejected(second)) return second;
  throw new ServiceFailure("credentials_rejected", "Twilio does not take the credentials in the secret");
}
