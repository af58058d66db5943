import { z } from "zod";
import { declarations, hasUnknown, type PropertyValue } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { unlessAbsent } from "../http/absence.ts";
import { createOnce } from "../http/create-once.ts";
import type { TwilioAnswer } from "../http/request.ts";
import { type Definition, definition, sameFlow, withoutNulls } from "./definition.ts";
import { fetchFlow, findFlow, path } from "./flows.ts";
import { validationFailures } from "./validation.ts";

const inputs = z.strictObject({
  friendlyName: z
    .string()
    .min(1)
    .max(100)
    .describe("Its name, 1 to 100 characters. Studio lets several flows have one name; this resource does not."),
  status: z
    .enum(["draft", "published"])
    .meta({ id: "twilio:studio:FlowStatus" })
    .describe("Whether calls and messages run it (`published`), or those of test users alone (`draft`)."),
  definition: definition.describe(
    `What it does, in Studio's own JSON: \`{description, states, initial_state, flags}\`, with 1 to 1000 \`states\`
\`{name, type, transitions: [{event, next, conditions}], properties}\`. Write it as an object, or parse an export from the
Console. Where widgets are drawn (\`properties.offset\`), the order of keys and widgets, and nulls make no difference.`,
  ),
  commitMessage: z.string().min(1).max(255).optional().describe("What to note of this revision, 1 to 255 characters."),
});

const outputs = z.strictObject({
  sid: z.string().describe("Its SID, which other things name it by."),
  revision: z.int().describe("The number of its latest revision; every update makes one."),
  webhookUrl: z.string().describe("The URL that a number's calls and messages are sent to, so that they run it."),
  valid: z
    .boolean()
    .describe("Whether Studio finds nothing wrong. A draft may be unfinished; what is published is valid."),
});

type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

/** A Studio flow. Source: `studio.twilio.com/v2/Flows`. */
export const flow = declarations<TwilioClient>().resource({
  type: "twilio:studio:Flow",
  description: `A Studio flow: what happens to a call or message before somebody answers it.

It is made here and is ours as a whole; every update makes a revision and keeps the SID and the webhook URL. Whenever the
definition changes, Studio is asked to judge it before anything is written, and each of its findings is told with its path.
Publishing connects no phone number: give a number's \`voiceUrl\` the \`webhookUrl\`.

**Blast radius**: with \`published\`, every call and message that comes in from then on; those that are under way stay in
the revision in which they began. With \`draft\` after \`published\`, traffic stays in the last published revision.

**Can't be undone**: a deleted flow is gone with its revisions and the logs of its executions, and its webhook URL with it.`,
  reference: {
    calls: [
      ...["GET", "POST"].map((method) => `${method} studio.twilio.com${path}`),
      `POST studio.twilio.com${path}/Validate`,
      ...["GET", "POST", "DELETE"].map((method) => `${method} studio.twilio.com${path}/{FW}`),
    ],
    importId: "the flow's SID (FW…)",
  },
  inputs,
  outputs,
  stable: ["sid", "webhookUrl"],
  sameMeaning: { definition: sameFlow },

  async check(declared, { client, prior, signal }) {
    const { friendlyName, status, definition } = declared;
    if (client === undefined || hasUnknown(declared as Record<string, PropertyValue>)) return [];
    if (!z.safeParse(inputs.shape.definition, definition).success || typeof friendlyName !== "string") return [];
    const publishes = status === "published" && prior?.status !== "published";
    if (!publishes && sameFlow(prior?.definition, definition)) return [];
    return await validationFailures({ friendlyName, status: String(status), definition }, client, signal);
  },

  preview: ({ status }) => (status === "published" ? { valid: true } : {}),

  async create(declared, context) {
    const { client, signal } = context;
    const made = await createOnce({
      what: `The flow "${declared.friendlyName}"`,
      async find() {
        const found = await findFlow(declared.friendlyName, context);
        return found && { id: String(found.sid), found };
      },
      post: () => client.request({ product: "studio", method: "POST", path, form: formOf(declared) }, signal),
    });
    return { id: String(made.sid), outputs: outputsOf(made) };
  },

  async read(sid, prior, context) {
    const live = await fetchFlow(sid, context);
    if (live === undefined) return undefined;
    const { commitMessage, ...found } = declaredOf(live);
    const told = prior === undefined || prior.inputs.commitMessage !== undefined ? { commitMessage } : {};
    // What means the same stays as it was written, so that widgets moved about in the editor don't fill the state.
    const same = prior !== undefined && sameFlow(prior.inputs.definition, found.definition);
    const definition = same ? prior.inputs.definition : found.definition;
    return { inputs: { ...found, definition, ...told }, outputs: outputsOf(live) };
  },

  async update(sid, declared, _, { client, signal }) {
    const request = { product: "studio", method: "POST", path: `${path}/${sid}`, form: formOf(declared) } as const;
    // Reading right after a write may give the old revision, so the answer to the write itself counts.
    return outputsOf(await client.request({ ...request, idempotent: true }, signal));
  },

  async delete(sid, _, { client, signal }) {
    await unlessAbsent(client.request({ product: "studio", method: "DELETE", path: `${path}/${sid}` }, signal));
  },
});

/** Everything is sent each time: a status alone would publish whatever draft there is, ours or not. */
function formOf({ friendlyName, status, definition, commitMessage }: Inputs) {
  return {
    FriendlyName: friendlyName,
    Status: status,
    Definition: JSON.stringify(definition),
    CommitMessage: commitMessage,
  };
}

function declaredOf(live: TwilioAnswer): Inputs {
  return {
    friendlyName: String(live.friendly_name),
    status: live.status === "published" ? "published" : "draft",
    definition: withoutNulls(live.definition) as Definition,
    commitMessage: typeof live.commit_message === "string" ? live.commit_message : undefined,
  };
}

function outputsOf(live: TwilioAnswer): Outputs {
  return {
    sid: String(live.sid),
    revision: Number(live.revision),
    webhookUrl: String(live.webhook_url),
    valid: live.valid !== false,
  };
}
