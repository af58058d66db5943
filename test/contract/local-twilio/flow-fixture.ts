import type { LocalTwilioOptions } from "../../../local/twilio/server.ts";
import { answered, postForm } from "./forms.ts";
import { accountSid, type Running, running } from "./running.ts";

export const number = "+15005550006";
export const caller = "+14155550100";

export type Transition = { event: string; next?: string; conditions?: unknown[] };
export type State = { name: string; type: string; transitions: Transition[]; properties?: Record<string, unknown> };

/** A widget whose events lead to other widgets. */
export function state(
  name: string,
  type: string,
  next: Record<string, string> = {},
  properties: Record<string, unknown> = {},
): State {
  return { name, type, properties, transitions: Object.entries(next).map(([event, to]) => ({ event, next: to })) };
}

export function definition(...states: State[]): string {
  return JSON.stringify({
    states,
    initial_state: "Trigger",
    flags: { allow_concurrent_calls: true },
    description: "A flow of the tests",
  });
}

/** Deploys a flow by Studio's API. */
export async function deployed(twilio: Running, states: State[], status = "published"): Promise<string> {
  const fields = { FriendlyName: "Flow", Status: status, Definition: definition(...states) };
  return String((await answered(postForm(twilio, "studio.twilio.com/v2/Flows", fields), 201)).sid);
}

/** A local Twilio with a number that leads to a flow. */
export async function withFlow(states: State[], options: Partial<LocalTwilioOptions> = {}) {
  const twilio = await running(options);
  const flow = await deployed(twilio, states);
  const webhook = `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flow}`;
  twilio.control.phoneNumbers.add({ phone_number: number, voice_url: webhook, sms_url: webhook });
  /** A call that has been led through the flow, with its execution. */
  const called = async (more: Partial<Parameters<Running["control"]["calls"]["place"]>[0]> = {}) => {
    const { sid } = twilio.control.calls.place({ to: number, from: caller, seconds: 1, ...more });
    await twilio.control.settled();
    const held = twilio.control.state();
    const execution = held.executions.executions.findLast(({ call_sid: call, parent }) => call === sid && !parent);
    if (!execution) throw new Error("the call started no execution");
    const context = execution.context as {
      widgets: Record<string, Record<string, unknown>>;
      flow: { variables: unknown };
    };
    const path = execution.steps.map(({ transitioned_to: to }) => to);
    return { sid, execution, context, path, recordings: held.recordings, tasks: held.taskRouter.tasks };
  };
  return { twilio, flow, webhook, called };
}

/** Somebody who may get tasks. */
export async function availableWorker(twilio: Running): Promise<string> {
  const { taskRouter } = twilio.control.state();
  const [workspace] = taskRouter.workspaces;
  const available = taskRouter.activities.find(({ available: is }) => is);
  const target = `taskrouter.twilio.com/v1/Workspaces/${workspace?.sid}/Workers`;
  const fields = { FriendlyName: "alice", ActivitySid: available?.sid ?? "" };
  return String((await answered(postForm(twilio, target, fields), 201)).sid);
}

/** The workflow that Flex set up. */
export function flexWorkflow(twilio: Running): string {
  return twilio.control.state().taskRouter.workflows[0]?.sid ?? "";
}
