import { z } from "zod";
import { type Context, declarations, ProviderError } from "../../kit/index.ts";
import { assertOfAccount } from "../adoption/account-wide.ts";
import type { TwilioClient } from "../client.ts";
import { sid } from "../sid.ts";
import { mediaAccess } from "./media-access.ts";

const inputs = z.strictObject({
  recordingSid: sid("RE", "recording")
    .optional()
    .describe("A completed recording to try it with; the newest one if not given."),
});

const outputs = z.strictObject({
  accountSid: z.string().describe("The account that it is proven for."),
  proven: z
    .boolean()
    .describe(
      "Whether it is proven that recordings are given to nobody without credentials. False as long as there is none to try.",
    ),
});

/** A checked fact, not a setting: Twilio has no API for it. Source: `GET /2010-04-01/Accounts/{AC}/Recordings/{RE}`. */
export const mediaAuthentication = declarations<TwilioClient>().resource({
  type: "twilio:voice:MediaAuthentication",
  description: `Proves that Twilio gives the audio of recordings to nobody without credentials.

The setting has no API; it is a step in the Console (Voice > Settings > General, "Enforce HTTP Auth on Media URLs").
This resource sets nothing. It asks for the audio of a recording as a stranger would: refused with 401 is the proof;
audio is an error. Where there is no recording yet it warns, and \`proven\` stays false: each \`up\` and each refresh tries
again. A refresh that finds audio open says so and sets \`proven\` to false, and the next \`up\` fails. Which recording was
asked for, and its media URL, are told nowhere.

**Blast radius**: none, it changes nothing. Destroy forgets it.`,
  reference: {
    calls: [
      "GET api.twilio.com/2010-04-01/Accounts/{AC}/Recordings.json",
      "GET api.twilio.com/2010-04-01/Accounts/{AC}/Recordings/{RE}, without credentials",
    ],
    permissions: ["/twilio/voice/recordings/list"],
    importId: "the account SID",
  },
  inputs,
  outputs,
  deleteBeforeReplace: true,
  stable: ["accountSid"],

  preview: (_, prior, client) => ({ accountSid: prior?.state.accountSid ?? client.accountSid }),

  unsettled: ({ proven }) => (proven ? [] : ["proven"]),

  async create(declared, context) {
    return { id: context.client.accountSid, outputs: await prove(declared.recordingSid, context) };
  },

  async read(id, prior, context) {
    assertOfAccount(id, context.client);
    const recordingSid = prior?.inputs.recordingSid;
    const finding = await mediaAccess(recordingSid, context);
    if (!finding.proven) context.log.warning(`${finding.reason}.`);
    return { inputs: { recordingSid }, outputs: { accountSid: id, proven: finding.proven } };
  },

  async update(id, declared, _, context) {
    assertOfAccount(id, context.client);
    return await prove(declared.recordingSid, context);
  },

  async delete() {},
});

/** @throws {ProviderError} when recordings are open to all */
async function prove(recordingSid: string | undefined, context: Context<TwilioClient>) {
  const finding = await mediaAccess(recordingSid, context);
  if (!finding.proven && finding.found === "open") throw new ProviderError(`${finding.reason}.`);
  if (!finding.proven) context.log.warning(`${finding.reason}.`);
  return { accountSid: context.client.accountSid, proven: finding.proven };
}
