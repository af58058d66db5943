import type { Account } from "../account.ts";
import { Mistake } from "../mistake.ts";
import { flowRevision } from "./revisions.ts";

/**
 * The flow that a URL of a number leads to: its published revision answers there.
 * @throws Mistake for a URL that is no flow's of this account, and for a flow that hasn't been published
 */
export function flowOfWebhook(account: Account, url: string | null, what: string): string {
  if (!url) throw new Mistake(`${what}: has no URL; let it lead to a Studio flow`);
  const { origin, pathname } = URL.parse(url) ?? { origin: "", pathname: "" };
  const [, owner, sid] = /^\/v1\/Accounts\/(AC\w{32})\/Flows\/(FW\w{32})$/.exec(pathname) ?? [];
  if (origin !== "https://webhooks.twilio.com" || sid === undefined) {
    throw new Mistake(`${what}: leads to another server; local Twilio runs Studio flows only`);
  }
  if (owner !== account.sid)
    throw new Mistake(`${what}: leads to a flow of account ${owner}; use one of ${account.sid}`);
  return publishedFlow(account, sid, what);
}

/** @throws Mistake for a flow that is gone or hasn't been published */
export function publishedFlow(account: Account, sid: string, what: string): string {
  if (!account.state.current.flows.some((flow) => flow.sid === sid)) {
    throw new Mistake(`${what}: leads to flow ${sid}, which is not there; create it`);
  }
  if (!flowRevision(account, sid, "LatestPublished")) {
    throw new Mistake(`${what}: leads to flow ${sid}, which has not been published; publish it`);
  }
  return sid;
}
