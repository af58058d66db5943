import { z } from "zod";
import { type Context, declarations, ProviderError } from "../../kit/index.ts";
import { assertOfAccount } from "../adoption/account-wide.ts";
import type { TwilioClient } from "../client.ts";
import { sid } from "../sid.ts";

/** How many of the newest recordings are looked at for one that is complete. */
const mostLookedAt = 500;

const whereToSwitchItOn =
  'in the Console, under Voice > Settings > General, switch "Enforce HTTP Auth on Media URLs" on, then run the command again';

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

/** Whether media URLs ask for credentials: proven, found open, or still to be told. */
type Finding = { proven: true } | { proven: false; open: boolean; reason: string };

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
    const finding = await find(recordingSid, context);
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
  const finding = await find(recordingSid, context);
  if (!finding.proven && finding.open) throw new ProviderError(`${finding.reason}.`);
  if (!finding.proven) context.log.warning(`${finding.reason}.`);
  return { accountSid: context.client.accountSid, proven: finding.proven };
}

async function find(given: string | undefined, context: Context<TwilioClient>): Promise<Finding> {
  const recordingSid = given ?? (await newestCompleted(context));
  if (recordingSid === undefined) {
    const reason =
      "It is not proven that media URLs ask for credentials: there is no completed recording to try it with; make one, then run the command again";
    return { proven: false, open: false, reason };
  }
  const { client, signal } = context;
  const path = `/2010-04-01/Accounts/${client.accountSid}/Recordings/${recordingSid}`;
  const status = await client.statusWithoutCredentials({ product: "api", path }, "a recording's audio", signal);
  if (status === 401) return { proven: true };
  if (status < 400) {
    return { proven: false, open: true, reason: `Recordings can be had without credentials; ${whereToSwitchItOn}` };
  }
  const reason = `It is not proven that media URLs ask for credentials: without them Twilio answered HTTP ${status}, neither audio nor 401; give a completed recording of this account as recordingSid`;
  return { proven: false, open: false, reason };
}

/** Twilio lists the newest first. */
async function newestCompleted({ client, signal }: Context<TwilioClient>): Promise<string | undefined> {
  const path = `/2010-04-01/Accounts/${client.accountSid}/Recordings.json`;
  let seen = 0;
  for await (const recording of client.list({ product: "api", path, query: { PageSize: 100 } }, "recordings", signal)) {
    if (recording.status === "completed") return String(recording.sid);
    seen++;
    if (seen >= mostLookedAt) return undefined;
  }
  return undefined;
}
