import { describe, expect, test } from "vitest";
import { type AccountQuestions, checkAccount } from "../../../infra/account.ts";
import { SettingsError, settingsFrom } from "../../../infra/settings/settings.ts";
import { least } from "./settings/configuration.ts";

const settings = settingsFrom(least, {});
const mistake = (key: string) => new SettingsError([{ key, reason: "is wrong; mend it" }]);

const content: AccountQuestions = {
  refuseSecondMechanism: async () => {},
  refuseUnfitNumbers: async () => {},
  findRouting: async () => ({ voice: "WW1" }),
};

const refusing = (error: Error) => () => Promise.reject(error);

describe("the account", () => {
  test("tells what was looked up where nothing is wrong", async () => {
    expect(await checkAccount(settings, content)).toEqual({ voice: "WW1" });
  });

  test("has all its mistakes told at once", async () => {
    const asked = checkAccount(settings, {
      refuseSecondMechanism: refusing(mistake("a")),
      refuseUnfitNumbers: refusing(mistake("b")),
      findRouting: refusing(mistake("c")),
    });
    await expect(asked).rejects.toThrow(SettingsError);
    await expect(asked).rejects.toThrow(
      "The stack's configuration is wrong:\nc: is wrong; mend it\na: is wrong; mend it\nb: is wrong; mend it",
    );
  });

  test("that can't be reached is no mistake of the settings", async () => {
    const asked = checkAccount(settings, {
      ...content,
      refuseSecondMechanism: refusing(mistake("a")),
      refuseUnfitNumbers: refusing(new Error("Twilio did not answer")),
    });
    await expect(asked).rejects.toThrow("Twilio did not answer");
  });
});
