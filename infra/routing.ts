import * as twilio from "@pulumi/twilio";
import { lookedUp, named } from "./lookup.ts";
import { type Mistake, type Settings, SettingsError } from "./settings/settings.ts";

/** Twilio's TaskRouter, as far as it is asked what there is. */
export interface TaskRouter {
  getWorkspace(): Promise<{ sid: string }>;
  getWorkflow(args: { workspaceSid: string; friendlyName: string }): Promise<{ sid: string }>;
  getTaskChannel(args: { workspaceSid: string; uniqueName: string }): Promise<{ sid: string }>;
}

/** What is looked up in TaskRouter. */
export interface Routing {
  /** Flex's workspace (WS…), where anything was to be looked up in it. */
  workspaceSid?: string;
  /** The workflow (WW…) that the flow's calls or messages go to. */
  voice?: string;
  messaging?: string;
}

/**
 * Looks up Flex's workspace, where flows lead into it or the archive is to ask it who took a call, and in it what the
 * settings name.
 *
 * @throws {SettingsError} naming every workflow and task channel that isn't there, before anything is written;
 *   {LookupError} where the workspace can't be asked
 */
export async function findRouting(
  settings: Pick<Settings, "voice" | "messaging" | "archive">,
  taskRouter: TaskRouter = twilio.taskrouter,
): Promise<Routing> {
  const flows = (["voice", "messaging"] as const).filter((flow) => settings[flow] !== undefined);
  if (flows.length === 0 && !settings.archive?.lookUpWorkers) return {};
  const { sid: workspaceSid } = await lookedUp(taskRouter.getWorkspace());
  const mistakes: Mistake[] = [];
  const routing: Routing = { workspaceSid };
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
