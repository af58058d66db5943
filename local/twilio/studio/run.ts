import { z } from "zod";
import type { Account } from "../account.ts";
import { callBySid, finishCall } from "../calls/lifecycle.ts";
import { isJsonObject, type JsonObject } from "../http/parameters.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import { rendererOf } from "./liquid.ts";
import { changeExecution, executionBySid, logNotice, type NewExecution, newExecution } from "./new-execution.ts";
import { flowRevision } from "./revisions.ts";
import { widgets } from "./widgets/index.ts";
import type { Outcome, Running, Transition } from "./widgets/widget.ts";

const stateSchema = z.looseObject({
  name: z.string(),
  type: z.string(),
  transitions: z.array(
    z.looseObject({
      event: z.string(),
      next: z.string().optional(),
      conditions: z
        .array(z.looseObject({ type: z.string(), arguments: z.array(z.string()), value: z.string().default("") }))
        .optional(),
    }),
  ),
  properties: z.record(z.string(), z.unknown()).default({}),
});
const definitionSchema = z.looseObject({ states: z.array(stateSchema), initial_state: z.string() });

type State = z.infer<typeof stateSchema>;

/** More widgets than any call passes: a flow that goes in circles is stopped. */
const mostSteps = 200;

/**
 * Starts a flow at its trigger. It runs after the answer to whoever started it; `work` says when it has come to rest.
 * @throws Error where the flow has no such revision
 */
export function startExecution(account: Account, given: NewExecution): string {
  const { sid } = newExecution(account, given);
  account.work.begin(() => advance(account, sid, { event: given.event }));
  return sid;
}

/** Goes on where an execution waits: the widget that waits has come to this event. */
export function resumeExecution(account: Account, sid: string, event: string, fields: JsonObject): void {
  changeExecution(account, sid, (held) => Object.assign(held, { waits: null }));
  account.work.begin(() => advance(account, sid, { event, fields }));
}

/** Ends an execution and the call that it leads. */
export function endExecution(account: Account, sid: string): void {
  const execution = executionBySid(account, sid);
  if (execution?.status !== "active") return;
  changeExecution(account, sid, (held) => Object.assign(held, { status: "ended", waits: null }));
  const { parent } = execution;
  if (parent === null && execution.call_sid !== null) finishCall(account, execution.call_sid);
  if (parent) resumeParent(account, parent, sid);
}

function resumeParent(account: Account, { execution_sid: parent }: { execution_sid: string }, sid: string): void {
  const flow = executionBySid(account, sid)?.context.flow;
  const variables = isJsonObject(flow) ? flow.variables : {};
  resumeExecution(account, parent, "completed", Object.assign({}, variables));
}

/** From widget to widget, until the flow ends, waits or can't go on. */
async function advance(account: Account, sid: string, from: Extract<Outcome, { event: string }>): Promise<void> {
  let outcome: Outcome = from;
  for (let step = 0; step < mostSteps; step++) {
    const execution = executionBySid(account, sid);
    if (execution?.status !== "active") return;
    const at = statesOf(account, sid);
    const current = at.get(execution.widget ?? "");
    if (!current) return stop(account, sid, "Trigger", "the flow has no such widget");
    if ("stops" in outcome) return stop(account, sid, current.name, outcome.stops);
    if ("hungUp" in outcome) return endExecution(account, sid);
    if ("subflow" in outcome) return enterSubflow(account, sid, current.name, outcome.subflow);
    keep(account, sid, current, outcome);
    if ("waits" in outcome) return;
    const { event } = outcome;
    const transition = outcome.transition ?? current.transitions.find((one) => one.event === event);
    if (transition?.next === undefined) return endExecution(account, sid);
    const next = at.get(transition.next);
    if (!next) return stop(account, sid, current.name, `${transition.next} is no widget of the flow`);
    enter(account, sid, { event, from: current.name, to: next });
    if (hangsUpAt(account, sid, next.name)) return endExecution(account, sid);
    outcome = await ran(account, sid, next);
  }
  stop(account, sid, executionBySid(account, sid)?.widget ?? "", `the flow went on for ${mostSteps} widgets`);
}

function statesOf(account: Account, sid: string): Map<string, State> {
  const execution = executionBySid(account, sid);
  const revision = execution && flowRevision(account, execution.flow_sid, String(execution.flow_version));
  const definition = definitionSchema.safeParse(revision?.definition);
  return new Map((definition.data?.states ?? []).map((state) => [state.name, state]));
}

function hangsUpAt(account: Account, sid: string, widget: string): boolean {
  const call = callBySid(account, executionBySid(account, sid)?.call_sid ?? null);
  return call?.script.hangUpAt === widget;
}

/** What went wrong in the widget stops the flow, as bad Liquid does at Twilio. */
async function ran(account: Account, sid: string, state: State): Promise<Outcome> {
  const widget = widgets.get(state.type);
  if (!widget) return { stops: `local Twilio can't run a widget of type ${state.type}` };
  const execution = executionBySid(account, sid);
  if (!execution) return { stops: "the execution is gone" };
  const render = rendererOf(execution.context, account.now);
  const text = (property: string) => {
    const value = state.properties[property];
    return value === undefined || value === null
      ? ""
      : render(typeof value === "string" ? value : JSON.stringify(value));
  };
  const { name, properties } = state;
  const transitions = state.transitions as readonly Transition[];
  const running: Running = { account, execution, name, properties, transitions, render, text };
  try {
    return await widget(running);
  } catch (error) {
    return { stops: `${error instanceof Error ? error.message : error}` };
  }
}

/** What a widget leaves behind in the context, and in the log. */
function keep(account: Account, sid: string, { name, type }: State, outcome: Outcome): void {
  const fields = "fields" in outcome ? outcome.fields : undefined;
  const variables = "variables" in outcome ? outcome.variables : undefined;
  if ("warning" in outcome && outcome.warning !== undefined) {
    logNotice(account, sid, { widget: name, level: "warning", message: outcome.warning });
  }
  changeExecution(account, sid, (execution) => {
    const { widgets: held, flow } = execution.context as { widgets: JsonObject; flow: { variables: JsonObject } };
    execution.waits = "waits" in outcome ? outcome.waits : null;
    if (fields && type !== "trigger") held[name] = { ...(held[name] as JsonObject | undefined), ...fields };
    if (variables) Object.assign(flow.variables, variables);
  });
}

function enter(account: Account, sid: string, { event, from, to }: { event: string; from: string; to: State }): void {
  changeExecution(account, sid, (held) => {
    held.widget = to.name;
    held.steps.push({
      sid: randomSid("FT"),
      name: event,
      transitioned_from: from,
      transitioned_to: to.name,
      type: to.type,
      context: structuredClone(held.context),
      date_created: iso8601(account.now()),
    });
  });
}

function stop(account: Account, sid: string, widget: string, message: string): void {
  logNotice(account, sid, { widget, level: "error", message });
  endExecution(account, sid);
}

function enterSubflow(
  account: Account,
  sid: string,
  widget: string,
  { flowSid, revision, parameters }: Extract<Outcome, { subflow: unknown }>["subflow"],
): void {
  const execution = executionBySid(account, sid);
  if (!execution) return;
  if (!flowRevision(account, flowSid, revision)) {
    logNotice(account, sid, { widget, level: "warning", message: `${widget}: flow ${flowSid} has no ${revision}` });
    resumeExecution(account, sid, "failed", {});
    return;
  }
  changeExecution(account, sid, (held) => Object.assign(held, { waits: "subflow" }));
  startExecution(account, {
    flowSid,
    revision,
    event: "incomingParent",
    contact: execution.contact_channel_address,
    channel: channelOf(execution.context),
    trigger: { parent: { parameters, flow_sid: execution.flow_sid, execution_sid: sid } },
    data: parameters,
    initiatedBy: sid,
    callSid: execution.call_sid,
    conversationSid: execution.conversation_sid,
    parent: { execution_sid: sid, widget },
  });
}

function channelOf(context: JsonObject): string {
  const { flow } = context as { flow: { channel: { address: string } } };
  return flow.channel.address;
}
