import { z } from "zod";
import { type Context, declarations, ProviderError } from "../../kit/index.ts";
import { assertOfAccount } from "../adoption/account-wide.ts";
import type { TwilioClient } from "../client.ts";
import { sid } from "../sid.ts";
import { type MediaAccess, mediaAccess } from "./media-access.ts";

/** Longer than this nobody waits for it before anything is done. */
const previewMilliseconds = 20_000;

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
audio is an error, of a preview already. Where there is no recording yet it warns, and \`proven\` stays false: each preview,
\`up\` and refresh tries again. What is proven stays so where there is no recording any more. A refresh that finds audio open
says so and sets \`proven\` to false, and the next \`up\` fails. Which recording was asked for, and its media URL, are told
nowhere.

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

  async preview({ recordingSid }, prior, client, signal) {
    const accountSid = prior?.state.accountSid ?? client.accountSid;
    const given = recordingSid === undefined || typeof recordingSid === "string";
    return given ? { accountSid, ...(await foreseen(recordingSid, { client, signal })) } : { accountSid };
  },

  unsettled: ({ proven }) => (proven ? [] : ["proven"]),

  async create(declared, context) {
    return { id: context.client.accountSid, outputs: await prove(declared.recordingSid, context) };
  },

  async read(id, prior, context) {
    assertOfAccount(id, context.client);
    const recordingSid = prior?.inputs.recordingSid;
    const finding = await mediaAccess(recordingSid, context);
    if (finding.proven) return { inputs: { recordingSid }, outputs: { accountSid: id, proven: true } };
    context.log.warning(`${finding.reason}.`);
    // The last recording's end, by retention say, opens nothing.
    const proven = prior?.state.proven === true && finding.found !== "open";
    return { inputs: { recordingSid }, outputs: { accountSid: id, proven } };
  },

  async update(id, declared, _, context) {
    assertOfAccount(id, context.client);
    return await prove(declared.recordingSid, context);
  },

  async delete() {},
});

/** @throws {ProviderError} when recordings are open to all */
async function prove(recordingSid: string | undefined, context: Context<TwilioClient>) {
  const finding = unlessOpen(await mediaAccess(recordingSid, context));
  if (!finding.proven) context.log.warning(`${finding.reason}.`);
  return { accountSid: context.client.accountSid, proven: finding.proven };
}

/**
 * What an up would find, as it only looks; nothing where Twilio doesn't tell in time, which the up then does.
 * @throws {ProviderError} when recordings are open to all
 */
async function foreseen(
  recordingSid: string | undefined,
  { client, signal }: Pick<Context<TwilioClient>, "client" | "signal">,
): Promise<{ proven?: boolean }> {
  const soon = AbortSignal.any([signal, AbortSignal.timeout(previewMilliseconds)]);
  const finding = await mediaAccess(recordingSid, { client, signal: soon }).catch(() => undefined);
  signal.throwIfAborted();
  return finding === undefined ? {} : { proven: unlessOpen(finding).proven };
}

function unlessOpen(finding: MediaAccess): MediaAccess {
  if (!finding.proven && finding.found === "open") throw new ProviderError(`${finding.reason}.`);
  return finding;
}
