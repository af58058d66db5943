import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { asPropertyMap, type Context, declarations, PartialResourceError } from "../../kit/index.ts";
import { assertOfAccount } from "../adoption/account-wide.ts";
import {
  type ApiObject,
  type Original,
  onlyAt,
  originalOf,
  pathsIn,
  withDeclared,
  withOriginal,
} from "../adoption/owned-values.ts";
import type { TwilioClient } from "../client.ts";
import { unlessAbsent } from "../http/absence.ts";
import { TwilioRefusedError } from "../http/errors.ts";
import { assertUs1, failsOutsideUs1 } from "../us1.ts";
import { bodyOf, type RecordingSettings, recordingSettings, settingsOf } from "./recording-settings.ts";

const path = "/v2/AccountDefaultConfiguration/Recording";
const what = "the account's default recording configuration";

const inputs = z.strictObject(recordingSettings);

const outputs = z.strictObject({
  accountSid: z.string().describe("The account whose default it is."),
  existed: z
    .boolean()
    .describe("Whether the account had a default before it was declared here. If not, destroy deletes it."),
  original: z
    .record(z.string(), z.strictObject({ value: z.unknown().optional() }))
    .describe(
      "What was there before it was declared here, by path (`compositionPolicy.trim`); without a value it was not set. Destroy puts it back.",
    ),
});

type Outputs = z.output<typeof outputs>;

/** The account's default recording configuration. Source: `voice.twilio.com/v2/AccountDefaultConfiguration/Recording`. */
export const defaultRecordingConfiguration = declarations<TwilioClient>().resource({
  type: "twilio:voice:DefaultRecordingConfiguration",
  description: `How the account's calls are recorded where they say nothing themselves.

There is one in an account or none: this resource adopts it, or makes it. It owns the properties that are declared, down
to single values (\`compositionPolicy.trim\`); everything else in it is left as it is. What was there before is kept in the
state and put back on destroy, or as soon as it is declared no more; if there was none, destroy deletes it. Twilio has it
in region \`us1\` only.

**Blast radius**: every recording of the account that neither names a recording configuration nor has parameters of its own.

**Can't be undone**: recordings that were composed by wrong settings stay as they are.`,
  reference: {
    calls: ["GET", "POST", "PUT", "DELETE"].map((method) => `${method} voice.twilio.com${path}`),
    importId: "the account SID",
  },
  inputs,
  outputs,
  // A new one must find the account's own values, not those of the one that it replaces.
  deleteBeforeReplace: true,
  stable: ["accountSid", "existed"],

  check: (_, { client }) => failsOutsideUs1(client, what),

  preview: (_, prior, client) => ({ accountSid: prior?.state.accountSid ?? client.accountSid }),

  async create(declared, context) {
    const live = await fetchSettings(context);
    const original = originalOf(live ?? {}, pathsIn(declared));
    const outputs = { accountSid: context.client.accountSid, existed: live !== undefined, original };
    await write(live, withDeclared(live ?? {}, declared), outputs, context);
    return { id: outputs.accountSid, outputs };
  },

  async read(id, prior, context) {
    assertUs1(context.client, what);
    assertOfAccount(id, context.client);
    const live = await fetchSettings(context);
    if (live === undefined) return undefined;
    if (prior === undefined) {
      const outputs = { accountSid: id, existed: true, original: originalOf(live, pathsIn(live)) };
      return { inputs: live, outputs };
    }
    const { existed, original } = prior.state;
    // What was to be put back, but perhaps was not, still counts as ours, so that the next update sees to it.
    const paths = new Set([...pathsIn(prior.inputs), ...Object.keys(original)]);
    return { inputs: onlyAt(live, [...paths]), outputs: { accountSid: id, existed, original } };
  },

  async update(id, declared, prior, context) {
    assertOfAccount(id, context.client);
    const live = await fetchSettings(context);
    const { accountSid, existed, original: before } = prior.state;
    const owned = pathsIn(declared);
    const added = originalOf(
      live ?? {},
      owned.filter((name) => before[name] === undefined),
    );
    const [kept, released] = split(before, (name) => owned.includes(name));
    const outputs = { accountSid, existed, original: { ...kept, ...added } };
    // Until Twilio has confirmed it, what is declared no more counts as ours, so that it is sure to go back.
    const unconfirmed = { ...outputs, original: { ...before, ...added } };
    await write(live, withDeclared(withOriginal(live ?? {}, released), declared), unconfirmed, context);
    return outputs;
  },

  async delete(id, { state }, context) {
    const { client, signal } = context;
    assertOfAccount(id, client);
    if (!state.existed) {
      await unlessAbsent(client.request({ product: "voice", method: "DELETE", path }, signal));
      return;
    }
    const live = await fetchSettings(context);
    // Whoever deleted it since then meant it.
    if (live !== undefined) await send(live, withOriginal(live, state.original), context);
  },
});

async function fetchSettings({ client, signal }: Context<TwilioClient>): Promise<ApiObject | undefined> {
  const live = await unlessAbsent(client.request({ product: "voice", method: "GET", path }, signal));
  return live && settingsOf(live);
}

/** Makes the default as wanted. If it stays open whether it now is, the state keeps what was there before. */
async function write(
  live: ApiObject | undefined,
  wanted: RecordingSettings,
  unconfirmed: Outputs,
  context: Context<TwilioClient>,
): Promise<void> {
  try {
    await send(live, wanted, context);
  } catch (error) {
    if ((error instanceof TwilioRefusedError && !error.open) || !(error instanceof Error)) throw error;
    throw new PartialResourceError(unconfirmed.accountSid, asPropertyMap(unconfirmed), error.message, { cause: error });
  }
}

async function send(
  live: ApiObject | undefined,
  wanted: RecordingSettings,
  { client, signal }: Context<TwilioClient>,
): Promise<void> {
  if (live !== undefined && isDeepStrictEqual(live, wanted)) return;
  const put = () => client.request({ product: "voice", method: "PUT", path, json: bodyOf(wanted) }, signal);
  if (live !== undefined) {
    await put();
    return;
  }
  try {
    // There can be only one, so the POST may be repeated; where an unanswered one has made it, the next is refused.
    await client.request({ product: "voice", method: "POST", path, json: bodyOf(wanted), idempotent: true }, signal);
  } catch (error) {
    if (!(error instanceof TwilioRefusedError && error.refusal.status === 409)) throw error;
    await put();
  }
}

function split(original: Original, isKept: (name: string) => boolean): [kept: Original, released: Original] {
  const entries = Object.entries(original);
  return [
    Object.fromEntries(entries.filter(([name]) => isKept(name))),
    Object.fromEntries(entries.filter(([name]) => !isKept(name))),
  ];
}
