import type { Account } from "../account.ts";
import type { Flow, Revision } from "./state.ts";

const host = "https://studio.twilio.com/v2/Flows";

/** The revision that a flow shows. */
export function latest({ sid, revisions }: Flow): Revision {
  const last = revisions.at(-1);
  if (last === undefined) throw new Error(`${sid} has no revision`);
  return last;
}

/** A flow as the API shows it: its latest revision, whether or not that is published. */
export function showFlow(account: Account, flow: Flow) {
  const url = `${host}/${flow.sid}`;
  return {
    ...content(account, flow, latest(flow)),
    warnings: [],
    webhook_url: `https://webhooks.twilio.com/v1/Accounts/${account.sid}/Flows/${flow.sid}`,
    url,
    links: { revisions: `${url}/Revisions`, test_users: `${url}/TestUsers`, executions: `${url}/Executions` },
  };
}

export function showRevision(account: Account, flow: Flow, revision: Revision) {
  return { ...content(account, flow, revision), url: `${host}/${flow.sid}/Revisions/${revision.revision}` };
}

function content(account: Account, { sid, revisions }: Flow, shown: Revision) {
  const { errors, date_created: date, ...rest } = shown;
  return {
    sid,
    account_sid: account.sid,
    author_sid: rest.author_sid,
    friendly_name: rest.friendly_name,
    definition: rest.definition,
    status: rest.status,
    revision: rest.revision,
    commit_message: rest.commit_message,
    valid: errors.length === 0,
    errors,
    date_created: revisions[0]?.date_created ?? date,
    date_updated: rest.revision === 1 ? null : date,
  };
}
