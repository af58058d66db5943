import { describe, expect, test } from "vitest";
import { findRouting, type TaskRouter } from "../../../infra/routing.ts";
import { SettingsError, settingsFrom } from "../../../infra/settings/settings.ts";
import { least, written } from "./settings/configuration.ts";

const workspace = "WS0123456789abcdef0123456789abcdef";

/** Flex's workspace with these workflows and channels, by name. */
function workspaceWith(workflows: Record<string, string>, channels: string[]): TaskRouter & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async getWorkspace() {
      asked.push("workspace");
      return { sid: workspace };
    },
    async getWorkflow({ workspaceSid, friendlyName }) {
      asked.push(`${workspaceSid} ${friendlyName}`);
      const sid = workflows[friendlyName];
      if (sid === undefined) throw new Error(`there is no workflow ${friendlyName}`);
      return { sid };
    },
    async getTaskChannel({ uniqueName }) {
      if (!channels.includes(uniqueName)) throw new Error(`there is no channel ${uniqueName}`);
      return { sid: "TC" };
    },
  };
}

const settingsOf = (config: Record<string, unknown>) => settingsFrom(written({ ...least, ...config }), {});
const voice = { numbers: ["+14155550100"] };
const messaging = { addresses: [{ type: "chat", address: "web" }], workflow: "Chats" };

describe("routing", () => {
  test("is by the names in Flex's workspace", async () => {
    const taskRouter = workspaceWith({ "Assign to Anyone": "WW1", Chats: "WW2" }, ["voice", "chat"]);
    const settings = settingsOf({ "flex-media:voice": voice, "flex-media:messaging": messaging });
    expect(await findRouting(settings, taskRouter)).toEqual({ voice: "WW1", messaging: "WW2" });
    expect(taskRouter.asked).toEqual(["workspace", `${workspace} Assign to Anyone`, `${workspace} Chats`]);
  });

  test("of one flow looks for nothing of the other", async () => {
    const taskRouter = workspaceWith({ "Assign to Anyone": "WW1" }, ["voice"]);
    expect(await findRouting(settingsOf({ "flex-media:voice": voice }), taskRouter)).toEqual({ voice: "WW1" });
  });

  test("asks for nothing where there are no flows", async () => {
    const taskRouter = workspaceWith({}, []);
    expect(await findRouting(settingsOf({}), taskRouter)).toEqual({});
    expect(taskRouter.asked).toEqual([]);
  });

  test("that isn't there is refused, all at once", async () => {
    const settings = settingsOf({ "flex-media:voice": voice, "flex-media:messaging": messaging });
    const asked = findRouting(settings, workspaceWith({ "Assign to Anyone": "WW1" }, ["chat"]));
    await expect(asked).rejects.toThrow(SettingsError);
    await expect(asked).rejects.toThrow(
      "The stack's configuration is wrong:\n" +
        "flex-media:voice.taskChannel: can't be found in Flex's workspace: there is no channel voice\n" +
        "flex-media:messaging.workflow: can't be found in Flex's workspace: there is no workflow Chats",
    );
  });
});
