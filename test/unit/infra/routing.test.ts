import { describe, expect, test } from "vitest";
import { LookupError } from "../../../infra/lookup.ts";
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
      if (sid === undefined)
        throw refusal("getWorkflow", `friendlyName: there is no workflow ${friendlyName}; give another.`);
      return { sid };
    },
    async getTaskChannel({ uniqueName }) {
      if (!channels.includes(uniqueName))
        throw refusal("getTaskChannel", `uniqueName: there is no channel ${uniqueName}; give another.`);
      return { sid: "TC" };
    },
  };
}

/** An error as the SDK makes it of the provider's words. */
function refusal(asked: string, told: string): Error {
  return new Error(`invocation of twilio:taskrouter:${asked} returned an error: ${told}`);
}

const settingsOf = (config: Record<string, unknown>) => settingsFrom(written({ ...least, ...config }), {});
const voice = { numbers: ["+14155550100"] };
const messaging = { addresses: [{ type: "chat", address: "web" }], workflow: "Chats" };

describe("routing", () => {
  test("is by the names in Flex's workspace", async () => {
    const taskRouter = workspaceWith({ "Assign to Anyone": "WW1", Chats: "WW2" }, ["voice", "chat"]);
    const settings = settingsOf({ "flex-media:voice": voice, "flex-media:messaging": messaging });
    expect(await findRouting(settings, taskRouter)).toEqual({
      workspaceSid: workspace,
      voice: "WW1",
      messaging: "WW2",
    });
    expect(taskRouter.asked).toEqual(["workspace", `${workspace} Assign to Anyone`, `${workspace} Chats`]);
  });

  test("of one flow looks for nothing of the other", async () => {
    const taskRouter = workspaceWith({ "Assign to Anyone": "WW1" }, ["voice"]);
    expect(await findRouting(settingsOf({ "flex-media:voice": voice }), taskRouter)).toEqual({
      workspaceSid: workspace,
      voice: "WW1",
    });
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
        "flex-media:voice.taskChannel: there is no channel voice; give another\n" +
        "flex-media:messaging.workflow: there is no workflow Chats; give another",
    );
  });

  test.each(["getWorkspace", "getWorkflow", "getTaskChannel"] as const)(
    "that %s can't tell is no mistake of the settings",
    async (asked) => {
      const told = "Twilio did not answer GET /v1/Workspaces: it answered HTTP 503. Look whether it can be reached.";
      const taskRouter = {
        ...workspaceWith({ "Assign to Anyone": "WW1" }, ["voice"]),
        [asked]: () => Promise.reject(refusal(asked, told)),
      };
      const found = findRouting(settingsOf({ "flex-media:voice": voice }), taskRouter);
      await expect(found).rejects.toThrow(LookupError);
      await expect(found).rejects.toThrow(new LookupError(told));
    },
  );
});

describe("the workspace of the workers", () => {
  const settings = { archive: { lookUpWorkers: true } } as Parameters<typeof findRouting>[0];

  test("is Flex's, where the archive is to look them up", async () => {
    expect(await findRouting(settings, workspaceWith({}, []))).toEqual({ workspaceSid: workspace });
  });

  test("is not asked for where it isn't", async () => {
    const taskRouter = workspaceWith({}, []);
    const off = { archive: { lookUpWorkers: false } } as typeof settings;
    expect(await findRouting(off, taskRouter)).toEqual({});
    expect(taskRouter.asked).toEqual([]);
  });
});
