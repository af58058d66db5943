import { type Mistake, type Settings, SettingsError, settingsFrom } from "../../infra/settings/settings.ts";
import type { Account } from "./account.ts";
import type { Draft } from "./draft.ts";

/** The sections of which an account is asked. */
export type Section = "flex-media:voice" | "flex-media:messaging";

/** What the settings' own rules say of a path, whatever else of the configuration is still missing. */
export function ruleBroken(config: Readonly<Record<string, string>>, path: string): string | undefined {
  try {
    settingsFrom(config, {});
    return undefined;
  } catch (error) {
    return told(mistakesOf(error), path);
  }
}

/** What the rules, and then the account, say of a value in a section. */
export async function sectionBroken(
  draft: Draft,
  account: Account | undefined,
  { section, name, value }: { section: Section; name: string; value: unknown },
): Promise<string | undefined> {
  const path = `${section}.${name}`;
  const ofTwilio = Object.entries(draft.config()).filter(([key]) => key.startsWith("twilio:"));
  const candidate = { ...(draft.value(section) as object | null), [name]: value };
  const config = { ...Object.fromEntries(ofTwilio), [section]: JSON.stringify(candidate) };
  const broken = ruleBroken(config, path);
  const settings = account && settingsOrNone(config);
  if (broken !== undefined || account === undefined || settings === undefined) return broken;
  return told(await account.mistakesIn(settings), path);
}

/** All that is wrong with the configuration as it would be written: by the rules first, then by the account. */
export async function wholeBroken(draft: Draft, account: Account): Promise<readonly Mistake[]> {
  try {
    return await account.mistakesIn(settingsFrom(draft.config(), {}));
  } catch (error) {
    return mistakesOf(error);
  }
}

function settingsOrNone(config: Readonly<Record<string, string>>): Settings | undefined {
  try {
    return settingsFrom(config, {});
  } catch (error) {
    mistakesOf(error);
    return undefined;
  }
}

function mistakesOf(error: unknown): readonly Mistake[] {
  if (error instanceof SettingsError) return error.mistakes;
  throw error;
}

/** The reasons at a path and within it, as in `is no number` or `numbers[1] is no number`. */
function told(mistakes: readonly Mistake[], path: string): string | undefined {
  const name = path.slice(path.lastIndexOf(".") + 1);
  const reasons = mistakes.flatMap(({ key, reason }) => {
    if (key === path) return [reason];
    const within = key.startsWith(path) && /^[.[]/.test(key.slice(path.length));
    return within ? [`${name}${key.slice(path.length)} ${reason}`] : [];
  });
  return reasons.length === 0 ? undefined : reasons.join("; ");
}
