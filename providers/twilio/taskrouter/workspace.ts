import { z } from "zod";
import { type Context, declarations, ProviderError, rule } from "../../kit/index.ts";
import {
  type AdoptedForm,
  change,
  importable,
  onDestroy,
  original,
  originalOfImport,
  refreshed,
  restore,
  takeOver,
} from "../adoption/adopted-form.ts";
import type { TwilioClient } from "../client.ts";
import type { TwilioAnswer } from "../http/request.ts";
import { sid } from "../sid.ts";
import { httpsUrl } from "../webhook.ts";
import { fetchWorkspace, findWorkspace, path } from "./workspaces.ts";

const settings = {
  eventCallbackUrl: httpsUrl().optional().describe("What TaskRouter tells of events: one URL for a workspace."),
  eventsFilter: z
    .string()
    .regex(/^[a-z.-]+(,[a-z.-]+)*$/, "is no list of events; write it as task.created,task.canceled")
    .optional()
    .describe("Which events it tells of, with commas between, as in `task.created,task.canceled`; all if not set."),
  multiTaskEnabled: z
    .boolean()
    .optional()
    .describe("Whether workers can have several tasks. Once it is on, Twilio doesn't let Flex turn it off again."),
  prioritizeQueueOrder: z
    .enum(["FIFO", "LIFO"])
    .meta({ id: "twilio:taskrouter:TaskOrder" })
    .optional()
    .describe("Of tasks of the same priority in several queues, whether the oldest comes first or the newest."),
  defaultActivitySid: sid("WA", "activity").optional().describe("The activity of a new worker."),
  timeoutActivitySid: sid("WA", "activity")
    .optional()
    .describe("The activity of a worker who lets the time for accepting a task run out."),
};

const names = Object.keys(settings);

const inputs = rule(
  z.strictObject({
    sid: sid("WS", "workspace")
      .optional()
      .describe("The workspace's SID. Give it or `friendlyName`. A change leaves the one and takes the other."),
    friendlyName: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe("The workspace's name; Flex's own is `Flex Task Assignment`. Give it or `sid`. It is not changed."),
    ...settings,
    onDestroy,
  }),
  function* ({ sid, friendlyName }) {
    if (sid === undefined && friendlyName === undefined) {
      yield { path: ["friendlyName"], reason: "is missing; give the workspace's name, or its sid" };
    }
    if (sid !== undefined && friendlyName !== undefined) {
      yield { path: ["sid"], reason: "is given beside friendlyName; keep one of the two" };
    }
  },
);

const outputs = z.strictObject({
  sid: z.string().describe("The workspace's SID, which the things in it name it by."),
  original,
});

type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

/** A workspace of TaskRouter. Source: `taskrouter.twilio.com/v1/Workspaces/{WS}`. */
export const workspace = declarations<TwilioClient>().resource({
  type: "twilio:taskrouter:Workspace",
  description: `A TaskRouter workspace; in a Flex account, the one that Flex uses.

It is adopted, by its name or its SID, and **never made or deleted here**. It owns the properties that are declared;
everything else is left as it is. What was there before is kept in the state and put back on destroy, or as soon as it is
declared no more.

**Blast radius**: all queues, workflows, workers and tasks of the account's Flex.

**Can't be undone**: \`multiTaskEnabled\`, once it is on.`,
  reference: {
    calls: [
      `GET taskrouter.twilio.com${path}`,
      ...["GET", "POST"].map((method) => `${method} taskrouter.twilio.com${path}/{WS}`),
    ],
    importId: "the workspace's SID (WS…)",
  },
  inputs,
  outputs,
  replaceOn: ["sid", "friendlyName"],
  // A new one must find the workspace's own values, not those of the one that it replaces.
  deleteBeforeReplace: true,
  stable: ["sid"],

  preview: ({ sid }) => (typeof sid === "string" ? { sid } : {}),

  async create(declared, context) {
    const live = await findWorkspace(declared, context);
    if (live === undefined) {
      const [property, name] =
        declared.sid === undefined ? ["friendlyName", declared.friendlyName] : ["sid", declared.sid];
      throw new ProviderError(`${property}: ${name} is no workspace of this account; give one that is there.`);
    }
    const id = String(live.sid);
    return { id, outputs: await takeOver(adopted(id, context), live, declared) };
  },

  async read(id, prior, context) {
    const live = await fetchWorkspace(id, context);
    if (live === undefined) return undefined;
    if (prior === undefined) {
      const values = importable({ names }, live, inputs);
      const found = { ...values, sid: id, onDestroy: "restore" } as Inputs;
      return { inputs: found, outputs: outputsOf(live, originalOfImport(values)) };
    }
    const { sid, friendlyName, onDestroy } = prior.inputs;
    const values = refreshed({ names }, live, prior.inputs, prior.state.original);
    const found = { ...values, sid, friendlyName, onDestroy } as Inputs;
    return { inputs: found, outputs: outputsOf(live, prior.state.original) };
  },

  async update(id, declared, prior, context) {
    const live = await fetchWorkspace(id, context);
    if (live === undefined) throw new ProviderError(`The workspace ${id} is there no more; run pulumi refresh.`);
    return await change(adopted(id, context), live, declared, prior.state.original);
  },

  async delete(id, prior, context) {
    if (prior.inputs.onDestroy === "keep") return;
    const live = await fetchWorkspace(id, context);
    if (live !== undefined) await restore(adopted(id, context), live, prior.state.original);
  },
});

function adopted(id: string, { client, signal }: Context<TwilioClient>): AdoptedForm<Outputs> {
  const request = { product: "taskrouter", method: "POST", path: `${path}/${id}`, idempotent: true } as const;
  return { id, names, post: (form) => client.request({ ...request, form }, signal), outputs: outputsOf };
}

function outputsOf(live: TwilioAnswer, before: Outputs["original"]): Outputs {
  return { sid: String(live.sid), original: before };
}
