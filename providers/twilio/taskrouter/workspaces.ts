import type { Context } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { unlessAbsent } from "../http/absence.ts";
import type { TwilioAnswer } from "../http/request.ts";

export const path = "/v1/Workspaces";

type Reach = Pick<Context<TwilioClient>, "client" | "signal">;

export async function fetchWorkspace(sid: string, { client, signal }: Reach): Promise<TwilioAnswer | undefined> {
  return await unlessAbsent(client.request({ product: "taskrouter", method: "GET", path: `${path}/${sid}` }, signal));
}

/** A workspace by its SID or, without one, by its name, which no two have. */
export async function findWorkspace(
  { sid, friendlyName = "" }: { sid?: string | undefined; friendlyName?: string | undefined },
  reach: Reach,
): Promise<TwilioAnswer | undefined> {
  if (sid !== undefined) return await fetchWorkspace(sid, reach);
  const request = { product: "taskrouter", path, query: { FriendlyName: friendlyName } } as const;
  for await (const workspace of reach.client.list(request, "workspaces", reach.signal)) {
    if (workspace.friendly_name === friendlyName) return workspace;
  }
  return undefined;
}
