import * as twilio from "@pulumi/twilio";
import { lookedUp, named } from "./lookup.ts";
import { type Mistake, type Settings, SettingsError } from "./settings/settings.ts";

/** Twilio's TaskRouter, as far as it is asked what there is. */
export interface TaskRouter {
  getWorkspace(): Promise<{ sid: string }>;
  getWorkflow(args: { workspaceSid: string; friendlyName: string }): Promise<{ sid: string }>;
  getTaskChannel(args: { workspaceSid: string; uniqueName: string }): Promise<{ sid: string }>;
}

/** Where the flows' calls and messages go: SIDs of workflows (WW…). */
export interface Routing {
  voice?: string;
  messaging?: string;
}

/** Flex's workspace (WS…), where who took a call can be looked up; undefined where nobody wants to know. */
export async function workspaceOfWorkers(
  { archive }: Pick<Settings, "archive">,
  taskRouter: Pick<TaskRouter, "getWorkspace"> = twilio.taskrouter,
): Promise<string | undefined> {
  return archive?.lookUpWorkers ? (await taskRouter.getWorkspace()).sid : undefined;
}

/**
 * Looks up, in Flex's workspace, what the settings name.
 *
 * @throws {SettingsError} naming every workflow and task channel that isn't there, before anything is written;
 *   {LookupError} where the workspace can't be asked
 */
export async function findRouting(
  settings: Pick<Settings, "voice" | "messaging">,
  taskRouter: TaskRouter = twilio.taskrouter,
): Promise<Routing> {
  const flows = (["voice", "messaging"] as const).filter((flow) => settings[flow] !== undefined);
  if (flows.length === 0) return {};
  const { sid: workspaceSid } = await lookedUp(taskRouter.getWorkspace());
  const mistakes: Mistake[] = [];
  const routing: Routing = {};
  for (const flow of flows) {
    const { workflow = "", taskChannel = "" } = settings[flow] ?? {};
    const wrong = (key: string, reason: string) => mistakes.push({ key: `flex-media:${flow}.${key}`, reason });
    const channel = await named("uniqueName", taskRouter.getTaskChannel({ workspaceSid, uniqueName: taskChannel }));
    if (channel.reason !== undefined) wrong("taskChannel", channel.reason);
    const live = await named("friendlyName", taskRouter.getWorkflow({ workspaceSid, friendlyName: workflow }));
    if (live.reason !== undefined) wrong("workflow", live.reason);
    else routing[flow] = live.found.sid;
  }
  if (mistakes.length > 0) throw new SettingsError(mistakes);
  return routing;
}
