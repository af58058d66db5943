import type { Account } from "../account.ts";
import { notFound } from "../http/errors.ts";
import type { Call } from "../http/router.ts";
import { latest } from "./presentation.ts";
import type { Flow, Revision } from "./state.ts";

/** A revision by its number, or the latest one, published or not. */
export function revisionOf(flow: Flow, wanted: string): Revision | undefined {
  if (wanted === "LatestRevision") return latest(flow);
  return flow.revisions.findLast((revision) =>
    wanted === "LatestPublished" ? revision.status === "published" : String(revision.revision) === wanted,
  );
}

export function flowRevision(account: Account, flowSid: string, wanted: string): Revision | undefined {
  const flow = account.state.current.flows.find(({ sid }) => sid === flowSid);
  return flow && revisionOf(flow, wanted);
}

/** The flow that the path names. */
export function flowAt({ request, at, account }: Call): Flow {
  const found = account.state.current.flows.find(({ sid }) => sid === at.FW);
  if (!found) throw notFound(request);
  return found;
}
