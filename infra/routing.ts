import * as twilio from "@pulumi/twilio";
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

/**
 * Looks up, in Flex's workspace, what the settings name.
 *
 * @throws {SettingsError} naming every workflow and task channel that isn't there, before anything is written
 */
export async function findRouting(
  settings: Pick<Settings, "voice" | "messaging">,
  taskRouter: TaskRouter = twilio.taskrouter,
): Promise<Routing> {
  const flows = (["voice", "messaging"] as const).filter((flow) => settings[flow] !== undefined);
  if (flows.length === 0) return {};
  const { sid: workspaceSid } = await taskRouter.getWorkspace();
  const mistakes: Mistake[] = [];
  const found: Routing = {};
  for (const flow of flows) {
    const { workflow = "", taskChannel = "" } = settings[flow] ?? {};
    const attempt = async <T>(key: string, asked: Promise<T>): Promise<T | undefined> => {
      try {
        return await asked;
      } catch (error) {
        const told = error instanceof Error ? error.message : String(error);
        mistakes.push({ key: `flex-media:${flow}.${key}`, reason: `can't be found in Flex's workspace: ${told}` });
        return undefined;
      }
    };
    await attempt("taskChannel", taskRouter.getTaskChannel({ workspaceSid, uniqueName: taskChannel }));
    const live = await attempt("workflow", taskRouter.getWorkflow({ workspaceSid, friendlyName: workflow }));
    if (live !== undefined) found[flow] = live.sid;
  }
  if (mistakes.length > 0) throw new SettingsError(mistakes);
  return found;
}
