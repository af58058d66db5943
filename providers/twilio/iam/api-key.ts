import { z } from "zod";
import { type Context, declarations, ProviderError, Secret, secret } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { unlessAbsent } from "../http/absence.ts";
import { createOnce } from "../http/create-once.ts";
import type { TwilioAnswer } from "../http/request.ts";
import { assertUs1, failsOutsideUs1 } from "../us1.ts";

const path = "/v1/Keys";
const what = "restricted API keys";

const permission = z
  .string()
  .regex(
    /^\/twilio(\/[a-z0-9.*-]+){2,}$/,
    "is no permission; write one as /twilio/voice/recordings/read, with * for every action",
  );

const inputs = z.strictObject({
  friendlyName: z
    .string()
    .min(1)
    .max(64)
    .describe("Its name, 1 to 64 characters, by which it is found again; given by Pulumi if left out."),
  policy: z
    .strictObject({
      allow: z
        .array(permission)
        .min(1)
        .max(100)
        .meta({ unordered: true })
        .describe("What it may do, 1 to 100 permissions such as `/twilio/voice/recordings/read`; nothing else."),
    })
    .meta({ id: "twilio:iam:Policy", description: "What a restricted API key may do." })
    .describe("What it may do."),
});

const outputs = z.strictObject({
  sid: z.string().describe("Its SID: the user name in requests."),
  secret: secret(z.string())
    .optional()
    .describe(
      "Its secret: the password in requests. Twilio tells it once, so it is not known of a key that was imported.",
    ),
});

type Inputs = z.output<typeof inputs>;

/** A restricted API key. Source: `iam.twilio.com/v1/Keys`. */
export const apiKey = declarations<TwilioClient>().resource({
  type: "twilio:iam:ApiKey",
  description: `An API key that may do what its policy allows, and nothing else.

Twilio tells the secret once, in the answer that makes the key; it is kept as a secret in the state. If that answer is
lost on the way, the key is deleted and made anew. Name and policy change in place: sid and secret stay. Twilio has
restricted keys in region \`us1\` only. The provider needs the auth token or a main key for this, no other key may make keys.

**Blast radius**: whoever uses the key; a policy takes effect at once.

**Can't be undone**: a deleted key is gone, with whatever still used it.`,
  reference: {
    calls: [
      ...["GET", "POST"].map((method) => `${method} iam.twilio.com${path}`),
      ...["GET", "POST", "DELETE"].map((method) => `${method} iam.twilio.com${path}/{SK}`),
    ],
    importId: "the key's SID; its secret stays unknown",
  },
  inputs,
  outputs,
  stable: ["sid", "secret"],
  autonaming: { property: "friendlyName", maxLength: 64 },

  check: (_, { client }) => failsOutsideUs1(client, what),

  async create(declared, context) {
    const { client, signal } = context;
    const form = { AccountSid: client.accountSid, KeyType: "restricted", ...fieldsOf(declared) };
    const made = await createOnce({
      what: `The API key "${declared.friendlyName}"`,
      find: () => findByName(declared.friendlyName, context),
      post: () => client.request({ product: "iam", method: "POST", path, form }, signal),
      discard: (sid) => deleteKey(sid, context),
    });
    return { id: String(made.sid), outputs: { sid: String(made.sid), secret: new Secret(String(made.secret)) } };
  },

  async read(sid, prior, context) {
    const { client, signal } = context;
    assertUs1(client, what);
    const live = await unlessAbsent(client.request({ product: "iam", method: "GET", path: `${path}/${sid}` }, signal));
    if (live === undefined) return undefined;
    const policy = policyOf(live, sid);
    const declared = { friendlyName: String(live.friendly_name ?? ""), policy };
    return { inputs: declared, outputs: { sid, secret: prior?.state.secret } };
  },

  async update(sid, declared, prior, { client, signal }) {
    const form = fieldsOf(declared);
    await client.request({ product: "iam", method: "POST", path: `${path}/${sid}`, form, idempotent: true }, signal);
    return { sid, secret: prior.state.secret };
  },

  delete: (sid, _, context) => deleteKey(sid, context),
});

type Reach = Pick<Context<TwilioClient>, "client" | "signal">;

async function findByName(friendlyName: string, { client, signal }: Reach) {
  const query = { AccountSid: client.accountSid, PageSize: 1000 };
  for await (const key of client.list({ product: "iam", path, query }, "keys", signal)) {
    if (key.friendly_name === friendlyName) return { id: String(key.sid), found: key };
  }
  return undefined;
}

async function deleteKey(sid: string, { client, signal }: Reach): Promise<void> {
  await unlessAbsent(client.request({ product: "iam", method: "DELETE", path: `${path}/${sid}` }, signal));
}

function fieldsOf({ friendlyName, policy }: Inputs) {
  return { FriendlyName: friendlyName, Policy: JSON.stringify(policy) };
}

/** @throws {ProviderError} for a key that is not restricted */
function policyOf({ policy }: TwilioAnswer, sid: string): Inputs["policy"] {
  const { allow } = Object(policy) as { allow?: unknown };
  if (Array.isArray(allow)) return { allow: allow.map(String) };
  throw new ProviderError(`${sid} is no restricted key: it has no policy; import a restricted one.`);
}
