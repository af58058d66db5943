import { unlessAbsent } from "../../providers/twilio/http/absence.ts";
import type { TwilioAnswer } from "../../providers/twilio/http/request.ts";
import type { Subject } from "./subject.ts";

/** A flow, and the revision of it that calls and messages run. */
export interface PublishedFlow {
  /** As Studio's editor has it: a draft may stand above what is published. */
  latest: { status: unknown; revision: unknown; webhookUrl: unknown };
  revision: unknown;
  valid: boolean;
  definition: unknown;
}

/** Undefined where there is no such flow, or none that was ever published. Source: `/v2/Flows/{FW}/Revisions`. */
export async function publishedFlow(
  { twilio }: Pick<Subject, "twilio">,
  sid: string,
  signal: AbortSignal,
): Promise<PublishedFlow | undefined> {
  const ask = (path: string) => unlessAbsent(twilio.request({ product: "studio", method: "GET", path }, signal));
  const path = `/v2/Flows/${encodeURIComponent(sid)}`;
  const latest = await ask(path);
  if (latest === undefined) return undefined;
  const published: TwilioAnswer | undefined = await ask(`${path}/Revisions/LatestPublished`);
  if (published === undefined) return undefined;
  return {
    latest: { status: latest.status, revision: latest.revision, webhookUrl: latest.webhook_url },
    revision: published.revision,
    valid: published.valid === true,
    definition: published.definition,
  };
}
