import { readArchiveSettings } from "../archive-store/settings.ts";
import { type Environment, settingsFrom, wholeNumber } from "../lambda/environment.ts";

export function readSettings(environment: Environment) {
  return settingsFrom(environment, (read) => ({
    ...readArchiveSettings(read),
    /** Days that a recording stays at Twilio, once stored; 0, as where nothing is set: for ever. */
    afterDays: read("DELETE_AT_TWILIO_AFTER_DAYS", wholeNumber(0, 3650), "0"),
  }));
}

export type Settings = Extract<ReturnType<typeof readSettings>, { settings: unknown }>["settings"];
