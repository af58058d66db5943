import type { Account } from "../account.ts";
import { isJsonObject, type JsonObject } from "../http/parameters.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import type { Execution, Notice } from "./executions-state.ts";
import { flowRevision } from "./revisions.ts";

export interface NewExecution {
  readonly flowSid: string;
  /** A number, LatestPublished or LatestRevision. */
  readonly revision: string;
  /** The trigger's event, such as `incomingCall`. */
  readonly event: string;
  /** Who it is with, `contact.channel.address`. */
  readonly contact: string;
  /** The account's own side, `flow.channel.address`. */
  readonly channel: string;
  /** `trigger.…` */
  readonly trigger: JsonObject;
  /** `flow.data.…` */
  readonly data?: JsonObject;
  readonly initiatedBy: string;
  readonly callSid?: string | null;
  readonly conversationSid?: string | null;
  readonly parent?: Execution["parent"];
}

/** As many executions and notices are kept, the latest ones. */
const mostKept = 1000;

export function newExecution(account: Account, given: NewExecution): Execution {
  const revision = flowRevision(account, given.flowSid, given.revision);
  if (!revision) throw new Error(`${given.flowSid} has no revision ${given.revision}`);
  const sid = randomSid("FN");
  const initial = revision.definition.initial_state;
  const execution: Execution = {
    sid,
    flow_sid: given.flowSid,
    flow_version: revision.revision,
    contact_channel_address: given.contact,
    status: "active",
    initiated_by: given.initiatedBy,
    context: {
      widgets: {},
      trigger: given.trigger,
      flow: {
        flow_sid: given.flowSid,
        sid,
        channel: { address: given.channel },
        variables: {},
        data: given.data ?? {},
      },
      contact: { channel: { address: given.contact } },
    },
    date_created: iso8601(account.now()),
    date_updated: null,
    call_sid: given.callSid ?? null,
    conversation_sid: given.conversationSid ?? null,
    parent: given.parent ?? null,
    waits: null,
    widget: typeof initial === "string" ? initial : triggerOf(revision.definition),
    steps: [],
  };
  account.state.change(({ executions }) => {
    executions.executions.push(execution);
    const ended = executions.executions.findIndex(({ status }) => status === "ended");
    if (executions.executions.length > mostKept && ended >= 0) executions.executions.splice(ended, 1);
  });
  return execution;
}

function triggerOf({ states }: JsonObject): string | null {
  const found = Array.isArray(states) ? states.filter(isJsonObject).find(({ type }) => type === "trigger") : undefined;
  return typeof found?.name === "string" ? found.name : null;
}

export function executionBySid(account: Account, sid: string): Execution | undefined {
  return account.state.current.executions.executions.find((held) => held.sid === sid);
}

export function changeExecution(account: Account, sid: string, change: (execution: Execution) => void): void {
  account.state.change(({ executions }) => {
    const held = executions.executions.find((one) => one.sid === sid);
    if (!held) return;
    change(held);
    held.date_updated = iso8601(account.now());
  });
}

export function logNotice(account: Account, sid: string, notice: Pick<Notice, "widget" | "level" | "message">): void {
  const flow_sid = executionBySid(account, sid)?.flow_sid ?? "";
  account.state.change(({ executions: { notices } }) => {
    notices.push({ at: iso8601(account.now()), execution_sid: sid, flow_sid, ...notice });
    if (notices.length > mostKept) notices.shift();
  });
}
