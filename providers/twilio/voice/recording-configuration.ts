import { z } from "zod";
import { type Context, declarations } from "../../kit/index.ts";
import { type ApiObject, onlyAt, pathsIn } from "../adoption/owned-values.ts";
import type { TwilioClient } from "../client.ts";
import { unlessAbsent } from "../http/absence.ts";
import { createOnce } from "../http/create-once.ts";
import { assertUs1, failsOutsideUs1 } from "../us1.ts";
import { bodyOf, recordingSettings, settingsOf } from "./recording-settings.ts";

const path = "/v2/Configurations/Recording";
const what = "recording configurations";

const inputs = z.strictObject({
  uniqueName: z
    .string()
    .regex(/^[^\s/?#]+$/, "is no unique name; give one without spaces and slashes")
    .describe("Its name, once in an account, without spaces. A change makes a new configuration with another id."),
  ...recordingSettings,
});

const outputs = z.strictObject({
  configurationId: z.string().describe("What calls name in `recordingConfigurationId`."),
  accountSid: z.string().describe("The account that it is in."),
});

type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

/** A named recording configuration. Source: `voice.twilio.com/v2/Configurations/Recording`. */
export const recordingConfiguration = declarations<TwilioClient>().resource({
  type: "twilio:voice:RecordingConfiguration",
  description: `Recording settings under a name: how recordings are composed and where Twilio reports on them.

A call or conference names it in \`recordingConfigurationId\`, **instead of** recording parameters of its own: Twilio
takes one or the other, never both. It is made here and is ours as a whole: an update replaces all that is set.
Import takes the unique name or the id. Twilio has it in region \`us1\` only.

**Blast radius**: every call that names it, from its next recording on.

**Can't be undone**: recordings that were composed by wrong settings stay as they are.`,
  reference: {
    calls: [
      `POST voice.twilio.com${path}`,
      ...["GET", "PUT", "DELETE"].map((method) => `${method} voice.twilio.com${path}/{IdOrUniqueName}`),
    ],
    importId: "the unique name or the id",
  },
  inputs,
  outputs,
  replaceOn: ["uniqueName"],
  stable: ["accountSid", "configurationId"],

  check: (_, { client }) => failsOutsideUs1(client, what),

  preview: (_, prior, client) => ({ accountSid: prior?.state.accountSid ?? client.accountSid }),

  async create(declared, context) {
    const made = await createOnce({
      what: `The recording configuration "${declared.uniqueName}"`,
      find: async () => {
        const found = await fetchConfiguration(declared.uniqueName, context);
        return found && { id: String(found.id), found };
      },
      post: () =>
        context.client.request({ product: "voice", method: "POST", path, json: json(declared) }, context.signal),
    });
    return { id: String(made.id), outputs: outputsOf(made) };
  },

  async read(id, prior, context) {
    assertUs1(context.client, what);
    const live = await fetchConfiguration(id, context);
    if (live === undefined) return undefined;
    const settings = settingsOf(live);
    const owned = prior === undefined ? settings : onlyAt(settings, pathsIn(prior.inputs));
    return { inputs: { ...owned, uniqueName: String(live.unique_name ?? "") }, outputs: outputsOf(live) };
  },

  async update(id, declared, _, { client, signal }) {
    const at = `${path}/${encodeURIComponent(id)}`;
    return outputsOf(await client.request({ product: "voice", method: "PUT", path: at, json: json(declared) }, signal));
  },

  async delete(id, _, { client, signal }) {
    const at = `${path}/${encodeURIComponent(id)}`;
    await unlessAbsent(client.request({ product: "voice", method: "DELETE", path: at }, signal));
  },
});

async function fetchConfiguration(
  idOrName: string,
  { client, signal }: Context<TwilioClient>,
): Promise<ApiObject | undefined> {
  const at = `${path}/${encodeURIComponent(idOrName)}`;
  return await unlessAbsent(client.request({ product: "voice", method: "GET", path: at }, signal));
}

function json({ uniqueName, ...settings }: Inputs): ApiObject {
  return { unique_name: uniqueName, ...bodyOf(settings) };
}

function outputsOf(live: ApiObject): Outputs {
  return { configurationId: String(live.id), accountSid: String(live.account_sid) };
}
