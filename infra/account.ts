import { refuseUnfitNumbers } from "./numbers.ts";
import { refuseSecondMechanism } from "./recording.ts";
import { findRouting, type Routing } from "./routing.ts";
import { type Settings, SettingsError } from "./settings/settings.ts";

/** What the account is asked. */
export interface AccountQuestions {
  refuseSecondMechanism(settings: Settings): Promise<void>;
  refuseUnfitNumbers(settings: Settings): Promise<void>;
  findRouting(settings: Settings): Promise<Routing>;
}

const questions: AccountQuestions = {
  refuseSecondMechanism: ({ recording }) => refuseSecondMechanism(recording),
  refuseUnfitNumbers: (settings) => refuseUnfitNumbers(settings),
  findRouting: (settings) => findRouting(settings),
};

/**
 * Holds the settings to what the account has, before anything is written.
 *
 * @returns what was looked up on the way
 * @throws {SettingsError} naming every mistake at once
 */
export async function checkAccount(settings: Settings, asked: AccountQuestions = questions): Promise<Routing> {
  const [routing, ...others] = await Promise.allSettled([
    asked.findRouting(settings),
    asked.refuseSecondMechanism(settings),
    asked.refuseUnfitNumbers(settings),
  ]);
  const errors = [routing, ...others].flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
  // What is no mistake of the settings, such as an account that can't be reached, says more than they do.
  const [failure] = errors.filter((error) => !(error instanceof SettingsError));
  if (failure !== undefined) throw failure;
  if (routing.status === "fulfilled" && errors.length === 0) return routing.value;
  throw new SettingsError(errors.flatMap((error: SettingsError) => error.mistakes));
}
