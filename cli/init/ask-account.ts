import { twilioAccess } from "../stack/twilio-access.ts";
import { Account } from "./account.ts";
import type { Draft } from "./draft.ts";
import type { Interview } from "./interview.ts";
import type { InitReach } from "./reach.ts";
import { ruleBroken } from "./rules.ts";
import { filesOnAccount, type StackFile } from "./stack-file.ts";

const credentialVariables = ["TWILIO_AUTH_TOKEN", "TWILIO_API_SECRET"] as const;

/**
 * Asks for the account and its credentials, and tries them. At a terminal, credentials that Twilio refuses are asked
 * for again.
 */
export async function askAccount(
  interview: Interview,
  draft: Draft,
  file: StackFile,
  reach: InitReach,
): Promise<Account | undefined> {
  for (;;) {
    await askAccountSid(interview, draft, file, reach.folder);
    const usesKey = await askCredentials(interview, draft);
    if (interview.hasWrong) return undefined;
    const values = draft.config();
    const account = new Account(twilioAccess(usesKey ? values : withoutKey(values), {}), reach.stop);
    // Twilio signs callbacks with the token: a wrong one beside a key would show only when recordings don't come.
    const byToken = usesKey && values["twilio:authToken"] !== undefined;
    const signing = byToken ? new Account(twilioAccess(withoutKey(values), {}), reach.stop) : undefined;
    const refusal = (await account.refusal()) ?? (await signing?.refusal());
    if (refusal === undefined) return account;
    const isAsked = interview.prompts !== undefined && !credentialVariables.some((name) => interview.variable(name));
    if (!isAsked) {
      interview.note(`twilio: the credentials ${refusal}`);
      return undefined;
    }
    reach.stderr.write(`The credentials ${refusal}\n`);
  }
}

async function askAccountSid(interview: Interview, draft: Draft, file: StackFile, folder: string): Promise<void> {
  const answer = await interview.text({
    flag: "account-sid",
    message: "Twilio account SID",
    wanted: "give the account's SID, as the Console's start page shows it",
    current: draft.text("twilio:accountSid") ?? interview.variable("TWILIO_ACCOUNT_SID"),
    async check(accountSid) {
      const broken = ruleBroken({ "twilio:accountSid": accountSid }, "twilio:accountSid");
      if (broken !== undefined) return broken;
      const [other] = await filesOnAccount(folder, file, accountSid);
      return (
        other &&
        `is the account of ${other} as well; give each stack an account of its own, as Flex has one ` +
          "configuration for a whole account"
      );
    },
  });
  if (answer !== "") draft.set("twilio:accountSid", answer);
}

/** @returns whether an API key signs requests */
async function askCredentials(interview: Interview, draft: Draft): Promise<boolean> {
  const usesKey = await askWhetherKey(interview, draft);
  if (usesKey) {
    const answer = await interview.text({
      flag: "api-key",
      message: "API key SID",
      wanted: "give the key's SID",
      current: interview.variable("TWILIO_API_KEY") ?? draft.text("twilio:apiKey"),
      check: async (apiKey) => ruleBroken({ "twilio:apiKey": apiKey }, "twilio:apiKey"),
    });
    if (answer !== "") draft.set("twilio:apiKey", answer);
    await askSecret(interview, draft, "twilio:apiSecret", "TWILIO_API_SECRET", "API key secret");
  } else {
    for (const key of ["twilio:apiKey", "twilio:apiSecret"]) if (draft.has(key)) draft.set(key, undefined);
  }
  if (!usesKey) await askSecret(interview, draft, "twilio:authToken", "TWILIO_AUTH_TOKEN", "Auth token");
  else if (hasArchive(draft)) {
    const why = "Auth token, with which Twilio signs the archive's callbacks";
    await askSecret(interview, draft, "twilio:authToken", "TWILIO_AUTH_TOKEN", why);
  }
  return usesKey;
}

async function askWhetherKey(interview: Interview, draft: Draft): Promise<boolean> {
  if (interview.flag("api-key") !== undefined || interview.variable("TWILIO_API_KEY") !== undefined) return true;
  const current = draft.text("twilio:apiKey") === undefined ? "token" : "key";
  const choice = await interview.prompts?.choice({
    message: "With what does the stack sign in to Twilio?",
    choices: [
      { value: "token", name: "The account's auth token" },
      {
        value: "key",
        name: "An API key",
        description: "It can be revoked by itself; docs/state.md says what it must be allowed.",
      },
    ],
    current,
  });
  return (choice ?? current) === "key";
}

async function askSecret(
  interview: Interview,
  draft: Draft,
  key: string,
  variable: string,
  message: string,
): Promise<void> {
  const secret = await interview.secret({
    variable,
    message,
    current: draft.secret(key),
    check: async (text) =>
      /^[A-Za-z0-9_-]{8,128}$/.test(text) ? undefined : "is no secret of Twilio's; give it without spaces or quotes",
  });
  if (secret !== undefined) draft.set(key, secret);
}

/** What is set beside the token is not tried with it. */
function withoutKey({ "twilio:apiKey": _, "twilio:apiSecret": __, ...others }: Record<string, string>) {
  return others;
}

export function hasArchive(draft: Draft): boolean {
  if (!draft.has("flex-media:archive")) return false;
  return draft.value("flex-media:archive.enabled") !== false;
}
