import { badRequest, notFound } from "../http/errors.ts";
import { formBody, requiredField } from "../http/form.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import type { Call, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import type { TaskRouter, Workspace } from "./state.ts";

/** What every member of a workspace has. */
interface Member {
  readonly sid: string;
  readonly workspace_sid: string;
  readonly friendly_name: string;
  readonly date_created: string;
  readonly date_updated: string;
}

/** A kind of things in a workspace, all of which the API treats alike: queues, workflows, channels, activities. */
export interface MemberKind<T extends Member> {
  /** The path's segment, such as `TaskQueues`. */
  readonly segment: string;
  /** The key of the items in a list, such as `task_queues`. */
  readonly key: string;
  readonly prefix: string;
  /** What messages call it. */
  readonly title: string;
  /** Query parameters of the list besides paging. */
  readonly filters: readonly string[];
  readonly createFields: readonly string[];
  readonly updateFields: readonly string[];
  readonly items: (state: TaskRouter) => T[];
  /** What the path's last segment names, where it may be something other than the SID. */
  readonly isNamed?: (item: T, segment: string) => boolean;
  readonly matches?: (item: T, query: URLSearchParams) => boolean;
  /** The properties of a new one, besides those that every member has. */
  readonly made: (form: URLSearchParams, call: Call) => Omit<T, keyof Member>;
  readonly changed: (form: URLSearchParams, call: Call) => Partial<Omit<T, keyof Member>>;
  /** What else an update does, once it is in the state. */
  readonly updated?: (item: T, form: URLSearchParams, state: TaskRouter, now: Date) => void;
  /** Why it can't be deleted; undefined where it can. */
  readonly held?: (item: T, state: TaskRouter) => string | undefined;
  /** Whether two can't both be in a workspace; two of one name where it isn't given. */
  readonly collides?: (a: T, b: T) => boolean;
  readonly show: (item: T, state: TaskRouter) => Record<string, unknown>;
  /** Names of the links, given the item's own URL. */
  readonly links: (item: T, url: string) => Record<string, string | null>;
}

export const workspacesUrl = "https://taskrouter.twilio.com/v1/Workspaces";

/** The workspace that the path names. */
export function workspaceAt({ request, at, account }: Call): Workspace {
  const found = account.state.current.taskRouter.workspaces.find(({ sid }) => sid === at.WS);
  if (!found) throw notFound(request);
  return found;
}

/** List, create, fetch, update and delete of a kind. */
export function memberRoutes<T extends Member>(kind: MemberKind<T>): Route[] {
  const all = `/v1/Workspaces/{WS}/${kind.segment}`;
  const one = `${all}/${kind.isNamed ? "{Named}" : `{${kind.prefix}}`}`;
  return [
    { method: "GET", path: all, query: [...kind.filters, ...pagingParameters], handle: (call) => list(kind, call) },
    { method: "POST", path: all, handle: (call) => create(kind, call) },
    { method: "GET", path: one, handle: (call) => jsonResponse(200, shown(kind, call, memberAt(kind, call))) },
    { method: "POST", path: one, handle: (call) => update(kind, call) },
    { method: "DELETE", path: one, handle: (call) => remove(kind, call) },
  ];
}

function inWorkspace<T extends Member>(kind: MemberKind<T>, call: Call): T[] {
  const { sid } = workspaceAt(call);
  return kind.items(call.account.state.current.taskRouter).filter((item) => item.workspace_sid === sid);
}

function memberAt<T extends Member>(kind: MemberKind<T>, call: Call): T {
  const segment = call.at.Named ?? call.at[kind.prefix] ?? "";
  const found = inWorkspace(kind, call).find((item) => item.sid === segment || kind.isNamed?.(item, segment));
  if (!found) throw notFound(call.request);
  return found;
}

function list<T extends Member>(kind: MemberKind<T>, call: Call): ApiResponse {
  const { query } = call.request;
  const name = query.get("FriendlyName");
  const found = inWorkspace(kind, call).filter(
    (item) => (name === null || item.friendly_name === name) && (kind.matches?.(item, query) ?? true),
  );
  return jsonResponse(
    200,
    metaPageOf(call.request, kind.key, found, (item) => shown(kind, call, item)),
  );
}

function create<T extends Member>(kind: MemberKind<T>, call: Call): ApiResponse {
  const workspace = workspaceAt(call);
  const form = formBody(call.request, { fields: kind.createFields });
  const date = iso8601(call.account.now());
  const common: Member = {
    sid: randomSid(kind.prefix),
    workspace_sid: workspace.sid,
    friendly_name: friendlyName(requiredField(form, "FriendlyName")),
    date_created: date,
    date_updated: date,
  };
  // The two parts make up a whole, which the compiler can't tell of a type parameter.
  const created = { ...common, ...kind.made(form, call) } as T;
  refuseCollision(kind, call, created);
  call.account.state.change(({ taskRouter }) => kind.items(taskRouter).push(created));
  return jsonResponse(201, shown(kind, call, created));
}

function update<T extends Member>(kind: MemberKind<T>, call: Call): ApiResponse {
  const before = memberAt(kind, call);
  const form = formBody(call.request, { fields: kind.updateFields });
  const name = form.get("FriendlyName") ?? before.friendly_name;
  const after: T = {
    ...before,
    ...kind.changed(form, call),
    friendly_name: friendlyName(name),
    date_updated: iso8601(call.account.now()),
  };
  refuseCollision(kind, call, after);
  call.account.state.change(({ taskRouter }) => {
    const items = kind.items(taskRouter);
    items[items.findIndex(({ sid }) => sid === after.sid)] = after;
    kind.updated?.(after, form, taskRouter, call.account.now());
  });
  return jsonResponse(200, shown(kind, call, after));
}

function remove<T extends Member>(kind: MemberKind<T>, call: Call): ApiResponse {
  const item = memberAt(kind, call);
  const reason = kind.held?.(item, call.account.state.current.taskRouter);
  if (reason !== undefined) throw badRequest(`Cannot delete ${kind.title} ${item.sid} because ${reason}`);
  call.account.state.change(({ taskRouter }) => {
    const items = kind.items(taskRouter);
    items.splice(
      items.findIndex(({ sid }) => sid === item.sid),
      1,
    );
  });
  return noContent();
}

function refuseCollision<T extends Member>(kind: MemberKind<T>, call: Call, wanted: T): void {
  const collides = kind.collides ?? ((a: T, b: T) => a.friendly_name === b.friendly_name);
  const other = inWorkspace(kind, call).find((item) => item.sid !== wanted.sid && collides(item, wanted));
  if (other === undefined) return;
  const { workspace_sid: workspace, friendly_name: name } = wanted;
  throw badRequest(
    `${kind.title} named ${name} already exists for workspace ${workspace} for account ${call.account.sid}`,
  );
}

export function friendlyName(name: string): string {
  if (name === "" || name.length > 64) throw badRequest("FriendlyName must be between 1 and 64 characters");
  return name;
}

function shown<T extends Member>(kind: MemberKind<T>, { account }: Call, item: T): Record<string, unknown> {
  const url = `${workspacesUrl}/${item.workspace_sid}/${kind.segment}/${item.sid}`;
  const more = kind.show(item, account.state.current.taskRouter);
  return Object.assign({ account_sid: account.sid }, item, more, { url, links: kind.links(item, url) });
}
