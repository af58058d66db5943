import type { FlowDefinition } from "../../infra/studio/definition.ts";
import { messagingFlow, voiceFlow } from "../../infra/studio/flows.ts";
import { sameFlow } from "../../providers/twilio/studio/definition.ts";
import { liveFlexConfiguration } from "./flex-configuration.ts";
import { publishedFlow } from "./published-flow.ts";
import type { Subject } from "./subject.ts";
import { type Finding, failed, passed, type Trial } from "./trial.ts";

/** That the flows are published, valid, and those that the settings ask for. */
export function* flowTrials(subject: Subject): Generator<Trial> {
  const { settings, outputs, recordingCallback } = subject;
  const { voice, messaging } = settings;
  const playbackUrl = outputs.playbackUrl.replace(/\/$/, "");
  if (voice !== undefined) {
    const build = (workflow: string) => voiceFlow(settings, { workflow, playbackUrl, recordingCallback });
    const { workflow } = voice;
    yield {
      name: "voice flow",
      run: (signal) => flowFinding(subject, { sid: outputs.voiceFlowSid, workflow, build }, signal),
    };
  }
  if (messaging !== undefined) {
    const build = (workflow: string) => messagingFlow(settings, { workflow });
    const { workflow } = messaging;
    yield {
      name: "messaging flow",
      run: (signal) => flowFinding(subject, { sid: outputs.messagingFlowSid, workflow, build }, signal),
    };
  }
}

interface Asked {
  sid: string | undefined;
  /** The TaskRouter workflow's name. */
  workflow: string;
  build(workflowSid: string): FlowDefinition;
}

const refresh = "`npm run pulumi -- up --refresh` puts it right";

async function flowFinding(subject: Subject, { sid, workflow, build }: Asked, signal: AbortSignal): Promise<Finding> {
  if (sid === undefined)
    return failed(`is not in the stack's outputs; \`npm run pulumi -- up --stack ${subject.stack}\``);
  const flow = await publishedFlow(subject, sid, signal);
  if (flow === undefined) return failed(`${sid} is gone, or nothing of it is published; ${refresh}`);
  const { latest, revision, valid, definition } = flow;
  if (latest.status !== "published") {
    return failed(
      `revision ${latest.revision} of ${sid} is a ${latest.status}, and calls and messages run revision ${revision}; ${refresh}`,
    );
  }
  if (!valid) return failed(`revision ${revision} of ${sid} is not valid; open it in Studio, which names the mistakes`);
  const workflowSid = await workflowNamed(subject, workflow, signal);
  if (workflowSid === undefined) return failed(`leads to the workflow ${workflow}, which is not there; name another`);
  const changed = differingWidgets(definition, build(workflowSid));
  if (changed.length > 0) {
    const what = `revision ${revision} of ${sid} is not what the settings ask for: ${changed.join(", ")}`;
    return failed(`${what}; \`flex-media drift\` shows it, and ${refresh}`);
  }
  return passed(`revision ${revision}, published, valid, as the settings ask for`);
}

/** The widgets that differ in meaning, or are there once only; what else differs is the flow's own. */
export function differingWidgets(live: unknown, wanted: FlowDefinition): string[] {
  if (sameFlow(live, wanted)) return [];
  const { states = [] } = (live ?? {}) as Partial<FlowDefinition>;
  const names = [...new Set([...wanted.states, ...states].map(({ name }) => name))];
  const only = (definition: FlowDefinition["states"], name: string) => ({
    states: definition.filter((state) => state.name === name),
  });
  const differing = names.filter((name) => !sameFlow(only(states, name), only(wanted.states, name)));
  return differing.length > 0 ? differing : ["its beginning or its description"];
}

async function workflowNamed(subject: Subject, name: string, signal: AbortSignal): Promise<string | undefined> {
  const { taskrouter_workspace_sid: workspace } = await liveFlexConfiguration(subject, signal);
  const path = `/v1/Workspaces/${encodeURIComponent(String(workspace))}/Workflows`;
  const query = { FriendlyName: name };
  for await (const workflow of subject.twilio.list({ product: "taskrouter", path, query }, "workflows", signal)) {
    if (workflow.friendly_name === name) return String(workflow.sid);
  }
  return undefined;
}
