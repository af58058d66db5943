import { z } from "zod";
import { asPropertyMap, type Context, declarations, PartialResourceError, rule } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { unlessAbsent } from "../http/absence.ts";
import { TwilioRefusedError, TwilioUnansweredError } from "../http/errors.ts";
import type { TwilioAnswer } from "../http/request.ts";
import { sid } from "../sid.ts";
import { agentPermissions, conversationPermissions, serviceOnlyPermissions } from "./permissions.ts";

const permission = z
  .enum([...conversationPermissions, ...serviceOnlyPermissions])
  .meta({ id: "twilio:conversations:Permission", description: "What a role allows." });

const inputs = rule(
  z.strictObject({
    friendlyName: z
      .string()
      .min(1)
      .max(64)
      .describe(
        "The role's name, which tells it apart from others of its type. A change leaves this role for another.",
      ),
    type: z
      .enum(["conversation", "service"])
      .describe("Whether it says what participants may do in a conversation, or users in the whole service."),
    chatServiceSid: sid("IS", "conversation service")
      .optional()
      .describe("The service that it is in; the account's default service if not given."),
    permissions: z
      .array(permission)
      .min(1)
      .meta({ unordered: true })
      .describe("All that the role allows: what is not named here is taken away."),
  }),
  function* ({ friendlyName, type, permissions }) {
    if (!Array.isArray(permissions)) return;
    const lacking = agentPermissions.filter((needed) => !permissions.includes(needed));
    if (friendlyName === "agent" && type === "conversation" && lacking.length > 0) {
      yield {
        path: ["permissions"],
        reason: `lacks ${lacking.join(", ")}, which Flex needs of its role agent; add what is lacking, or give another role`,
      };
    }
    const misplaced = serviceOnlyPermissions.filter((only) => permissions.includes(only));
    if (type === "conversation" && misplaced.length > 0) {
      yield {
        path: ["permissions"],
        reason: `holds ${misplaced.join(", ")}, which only a role of type service can; take it out, or change the type`,
      };
    }
  },
);

const outputs = z.strictObject({
  sid: z.string().describe("The role's SID."),
  adopted: z
    .boolean()
    .describe(
      "Whether the role was there before. Then destroy puts its permissions back; otherwise it deletes the role.",
    ),
  originalPermissions: z
    .array(z.string())
    .optional()
    .describe("What an adopted role allowed before it was declared here."),
});

type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

/** A role. Source: `conversations.twilio.com/v1/Roles` and `…/v1/Services/{IS}/Roles`. */
export const role = declarations<TwilioClient>().resource({
  type: "twilio:conversations:Role",
  description: `A role of Conversations: what participants of a conversation, or users of a service, may do.

A role of that name and type that is there already, such as Flex's own \`agent\`, is adopted: its permissions are replaced,
and put back on destroy. Otherwise the role is made, and deleted on destroy. The seven standard permissions of \`agent\` can't
be taken away.

**Blast radius**: everybody who has the role, at once: for \`agent\`, all agents of the account.

**Can't be undone**: messages that were deleted, and participants that were removed, while somebody was allowed to.`,
  reference: {
    calls: [
      ...["GET", "POST"].map((method) => `${method} conversations.twilio.com/v1/Services/{IS}/Roles`),
      ...["GET", "POST", "DELETE"].map((method) => `${method} conversations.twilio.com/v1/Services/{IS}/Roles/{RL}`),
    ],
    importId: "the role's SID (RL…), or IS…/RL… for a role of a service that is not the account's default",
  },
  inputs,
  outputs,
  replaceOn: ["friendlyName", "type", "chatServiceSid"],
  // An adopted role must have its own permissions again before another one takes over.
  deleteBeforeReplace: true,
  stable: ["sid", "adopted", "originalPermissions"],

  async create(declared, context) {
    const existing = await findRole(declared, context);
    if (existing === undefined) return made(declared, await makeRole(declared, context));
    const outputs: Outputs = {
      sid: String(existing.sid),
      adopted: true,
      originalPermissions: permissionsOf(existing),
    };
    const id = idOf(declared, outputs.sid);
    context.log.info(`The ${declared.type} role "${declared.friendlyName}" was there before and is adopted.`);
    await setPermissions(id, declared.permissions, outputs, context);
    return { id, outputs };
  },

  async read(id, prior, context) {
    const live = await fetchRole(id, context);
    if (live === undefined) return undefined;
    const { chatServiceSid } = prior === undefined ? partsOf(id) : prior.inputs;
    const found = {
      friendlyName: String(live.friendly_name),
      type: live.type,
      chatServiceSid,
      permissions: permissionsOf(live),
    } as Inputs;
    const { adopted = true, originalPermissions = prior === undefined ? permissionsOf(live) : undefined } =
      prior?.state ?? {};
    return { inputs: found, outputs: { sid: String(live.sid), adopted, originalPermissions } };
  },

  async update(id, declared, prior, context) {
    const { sid, adopted, originalPermissions } = prior.state;
    const outputs: Outputs = { sid, adopted, originalPermissions };
    await setPermissions(id, declared.permissions, outputs, context);
    return outputs;
  },

  async delete(id, { state }, { client, signal }) {
    const at = { product: "conversations", path: pathOf(id) } as const;
    if (!state.adopted) {
      await unlessAbsent(client.request({ ...at, method: "DELETE" }, signal));
    } else if (state.originalPermissions !== undefined) {
      const form = { Permission: state.originalPermissions };
      await unlessAbsent(client.request({ ...at, method: "POST", form, idempotent: true }, signal));
    }
  },
});

/** Names are not unique at Twilio, so the first of that name and type is meant. */
async function findRole(
  { chatServiceSid, friendlyName, type }: Inputs,
  { client, signal }: Context<TwilioClient>,
): Promise<TwilioAnswer | undefined> {
  const path = rolesPath(chatServiceSid);
  for await (const role of client.list({ product: "conversations", path }, "roles", signal)) {
    if (role.friendly_name === friendlyName && role.type === type) return role;
  }
  return undefined;
}

/** Makes the role once: an attempt of which it stays open whether it happened is looked up before another. */
async function makeRole(declared: Inputs, context: Context<TwilioClient>): Promise<TwilioAnswer> {
  const { client, signal } = context;
  const form = { FriendlyName: declared.friendlyName, Type: declared.type, Permission: declared.permissions };
  const path = rolesPath(declared.chatServiceSid);
  const post = () => client.request({ product: "conversations", method: "POST", path, form }, signal);
  try {
    return await post();
  } catch (error) {
    if (!(error instanceof TwilioUnansweredError)) throw error;
    return (await findRole(declared, context)) ?? (await post());
  }
}

function made(declared: Inputs, live: TwilioAnswer): { id: string; outputs: Outputs } {
  const sid = String(live.sid);
  return { id: idOf(declared, sid), outputs: { sid, adopted: false } };
}

/** If it stays open whether the permissions are now ours, the state keeps what an adopted role had before. */
async function setPermissions(
  id: string,
  permissions: readonly string[],
  outputs: Outputs,
  { client, signal }: Context<TwilioClient>,
): Promise<void> {
  const form = { Permission: permissions };
  try {
    await client.request(
      { product: "conversations", method: "POST", path: pathOf(id), form, idempotent: true },
      signal,
    );
  } catch (error) {
    if ((error instanceof TwilioRefusedError && !error.open) || !(error instanceof Error)) throw error;
    throw new PartialResourceError(id, asPropertyMap(outputs), error.message, { cause: error });
  }
}

async function fetchRole(id: string, { client, signal }: Context<TwilioClient>): Promise<TwilioAnswer | undefined> {
  return await unlessAbsent(client.request({ product: "conversations", method: "GET", path: pathOf(id) }, signal));
}

function permissionsOf(live: TwilioAnswer): string[] {
  return Array.isArray(live.permissions) ? live.permissions : [];
}

/** The role's SID alone is one of the default service. */
function idOf({ chatServiceSid }: Inputs, sid: string): string {
  return chatServiceSid === undefined ? sid : `${chatServiceSid}/${sid}`;
}

function partsOf(id: string): { chatServiceSid: string | undefined; sid: string } {
  const [first = "", second] = id.split("/");
  return second === undefined ? { chatServiceSid: undefined, sid: first } : { chatServiceSid: first, sid: second };
}

function rolesPath(chatServiceSid: string | undefined): string {
  return chatServiceSid === undefined ? "/v1/Roles" : `/v1/Services/${encodeURIComponent(chatServiceSid)}/Roles`;
}

function pathOf(id: string): string {
  const { chatServiceSid, sid } = partsOf(id);
  return `${rolesPath(chatServiceSid)}/${encodeURIComponent(sid)}`;
}
