import { z } from "zod";
import { type Context, ProviderError } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { unlessAbsent } from "../http/absence.ts";
import { createOnce } from "../http/create-once.ts";
import type { FormFields, TwilioAnswer } from "../http/request.ts";
import { sid } from "../sid.ts";

type Reach = Pick<Context<TwilioClient>, "client" | "signal">;

/** A kind of things that live in a workspace and are found there by a name. */
export interface MemberKind<I extends { workspaceSid: string }> {
  /** What messages call it: `task queue`. */
  title: string;
  /** The path's last part: `TaskQueues`. */
  segment: string;
  /** The key of the items in a list: `task_queues`. */
  key: string;
  prefix: string;
  /** The name that there can be once in a workspace. */
  nameOf(declared: I): string;
  find(workspaceSid: string, name: string, reach: Reach): Promise<TwilioAnswer | undefined>;
  /** The form of a create or an update. */
  form(declared: I, purpose: "create" | "update"): FormFields;
  /** What is there, as it would be declared; what is not set is `undefined`. */
  declaredOf(live: TwilioAnswer): Omit<I, "workspaceSid">;
}

export const workspaceSid = sid("WS", "workspace").describe(
  "The workspace that it is in. A change makes a new one there.",
);

export const memberSid = "Its SID, which other things name it by.";

/** The API calls of a kind, for the reference. */
export function callsOf({ segment, prefix }: Pick<MemberKind<never>, "segment" | "prefix">): string[] {
  const all = `taskrouter.twilio.com${pathOf("{WS}", segment)}`;
  return [
    ...["GET", "POST"].map((method) => `${method} ${all}`),
    ...["GET", "POST", "DELETE"].map((method) => `${method} ${all}/{${prefix}}`),
  ];
}

/**
 * The lifecycle that all kinds share. An ID is the workspace's SID and the thing's own, with a slash between,
 * since neither is found without the workspace.
 */
export function memberLifecycle<I extends { workspaceSid: string }>(kind: MemberKind<I>) {
  return {
    async create(declared: I, context: Context<TwilioClient>): Promise<{ id: string; outputs: { sid: string } }> {
      const { client, signal } = context;
      const { workspaceSid: workspace } = declared;
      const name = kind.nameOf(declared);
      const form = kind.form(declared, "create");
      const made = await createOnce({
        what: `The ${kind.title} "${name}"`,
        async find() {
          const found = await kind.find(workspace, name, context);
          return found && { id: idOf(workspace, found), found };
        },
        post: () =>
          client.request(
            { product: "taskrouter", method: "POST", path: pathOf(workspace, kind.segment), form },
            signal,
          ),
      });
      return { id: idOf(workspace, made), outputs: { sid: String(made.sid) } };
    },

    async read(id: string, prior: { inputs: I } | undefined, { client, signal }: Context<TwilioClient>) {
      const path = pathOfId(kind, id);
      const live = await unlessAbsent(client.request({ product: "taskrouter", method: "GET", path }, signal));
      if (live === undefined) return undefined;
      const found = { ...kind.declaredOf(live), workspaceSid: String(live.workspace_sid) } as I;
      return {
        inputs: prior === undefined ? found : ofDeclared(found, prior.inputs),
        outputs: { sid: String(live.sid) },
      };
    },

    async update(id: string, declared: I, _: unknown, { client, signal }: Context<TwilioClient>) {
      const request = { method: "POST", path: pathOfId(kind, id), form: kind.form(declared, "update") } as const;
      const live = await client.request({ ...request, product: "taskrouter", idempotent: true }, signal);
      return { sid: String(live.sid) };
    },

    async delete(id: string, _: unknown, { client, signal }: Context<TwilioClient>): Promise<void> {
      const path = pathOfId(kind, id);
      await unlessAbsent(client.request({ product: "taskrouter", method: "DELETE", path }, signal));
    },
  };
}

/** What a function takes to look one up. */
export const memberInputs = {
  workspaceSid: sid("WS", "workspace").describe("The workspace that it is in."),
  friendlyName: z.string().min(1).describe("Its name."),
};

/** @throws {ProviderError} where none was found */
export function present(
  found: TwilioAnswer | undefined,
  title: string,
  name: string,
  property = "friendlyName",
): TwilioAnswer {
  if (found !== undefined) return found;
  throw new ProviderError(`${property}: no ${title} of the workspace is named "${name}"; give one that is there.`);
}

/** Finds by the list's own filter, which all kinds but channels have. */
export function findByFriendlyName({ segment, key }: { segment: string; key: string }) {
  return async (workspace: string, name: string, { client, signal }: Reach): Promise<TwilioAnswer | undefined> => {
    const request = { product: "taskrouter", path: pathOf(workspace, segment), query: { FriendlyName: name } } as const;
    for await (const item of client.list(request, key, signal)) {
      if (item.friendly_name === name) return item;
    }
    return undefined;
  };
}

export function pathOf(workspace: string, segment: string): string {
  return `/v1/Workspaces/${workspace}/${segment}`;
}

function idOf(workspace: string, { sid }: TwilioAnswer): string {
  return `${workspace}/${sid}`;
}

function pathOfId<I extends { workspaceSid: string }>(kind: MemberKind<I>, id: string): string {
  const [, workspace, own] = /^(WS[0-9a-fA-F]{32})\/([A-Z]{2}[0-9a-fA-F]{32})$/.exec(id) ?? [];
  if (workspace === undefined || !own?.startsWith(kind.prefix)) {
    throw new ProviderError(
      `${id} is no ${kind.title}'s ID; give the workspace's SID and its own, as in WS…/${kind.prefix}….`,
    );
  }
  return `${pathOf(workspace, kind.segment)}/${own}`;
}

/** What was declared, with the values that are there now. */
function ofDeclared<I extends object>(found: I, declared: I): I {
  return Object.fromEntries(Object.entries(found).filter(([name]) => Object.hasOwn(declared, name))) as I;
}

/** A text that the API shows as null or empty where it is not set. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
