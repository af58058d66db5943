import { type Context, ProviderError } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { unlessAbsent } from "../http/absence.ts";
import type { TwilioAnswer } from "../http/request.ts";

export const path = "/v2/Flows";

type Reach = Pick<Context<TwilioClient>, "client" | "signal">;

/** A flow with its definition, or `undefined` where there is none. */
export async function fetchFlow(sid: string, { client, signal }: Reach): Promise<TwilioAnswer | undefined> {
  const asked = client.request({ product: "studio", method: "GET", path: `${path}/${sid}` }, signal);
  return await unlessAbsent(asked);
}

/** The SIDs of the flows of that name: Studio has no search, and two flows may have one name. */
async function sidsOfName(friendlyName: string, { client, signal }: Reach): Promise<string[]> {
  const sids: string[] = [];
  for await (const flow of client.list({ product: "studio", path, query: { PageSize: 1000 } }, "flows", signal)) {
    if (flow.friendly_name === friendlyName) sids.push(String(flow.sid));
  }
  return sids;
}

/**
 * A flow by its name. Lists hold no definitions, so it is fetched by itself.
 * @throws {ProviderError} when there are several.
 */
export async function findFlow(friendlyName: string, reach: Reach): Promise<TwilioAnswer | undefined> {
  const [sid, ...others] = await sidsOfName(friendlyName, reach);
  if (others.length > 0) {
    throw new ProviderError(
      `friendlyName: ${[sid, ...others].join(" and ")} are all named "${friendlyName}"; rename all but one, or go by the SID.`,
    );
  }
  return sid === undefined ? undefined : await fetchFlow(sid, reach);
}
