import { expect } from "vitest";
import { SettingsError, settingsFrom } from "../../../../infra/settings/settings.ts";

export const accountSid = "AC0123456789abcdef0123456789abcdef";
export const apiKey = "SK0123456789abcdef0123456789abcdef";
export const authToken = "a-very-secret-auth-token";
export const apiSecret = "a-very-secret-api-secret";
export const least = { "twilio:accountSid": accountSid, "twilio:authToken": authToken };

export type Config = Record<string, unknown>;

/** The configuration as Pulumi hands it over: structures as JSON. */
export function written(config: Config): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

export function settings(config: Config, environment: Record<string, string | undefined> = {}) {
  return settingsFrom(written(config), environment);
}

/** The error's lines but the first. */
export function mistakes(config: Config, environment: Record<string, string | undefined> = {}): string[] {
  try {
    settings(config, environment);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const [title, ...lines] = error.message.split("\n");
    expect(title).toBe("The stack's configuration is wrong:");
    expect(lines).toEqual(error.mistakes.map(({ key, reason }) => `${key}: ${reason}`));
    return lines;
  }
  return [];
}

/** The mistakes of a key under `flex-media:` in an otherwise right configuration. */
export const flexMedia = (key: string, value: unknown) => mistakes({ ...least, [`flex-media:${key}`]: value });
