import { describe, expect, test } from "vitest";
import { localProvider } from "../local-provider.ts";
import { everyone, members, post, workspace, workspaceSid } from "./fixture.ts";

const queue = "twilio:taskrouter:TaskQueue";
const workflow = "twilio:taskrouter:Workflow";

describe("what is declared no more", () => {
  test.each(members.slice(0, 2))("of a $title is taken away", async ({ type, declared }) => {
    const { provider } = await localProvider();
    const saved = await provider.create(type, declared);
    const optional = Object.keys(declared).filter((name) => /Activity|Callback/.test(name));
    expect(optional).toHaveLength(2);
    const news = Object.fromEntries(Object.entries(declared).filter(([name]) => !optional.includes(name)));
    const updated = await provider.update(type, saved, news);
    const imported = await provider.read(type, saved.id);
    expect(imported?.inputs).toEqual(updated.inputs);
  });

  test("is not shown as drift when somebody else sets it", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(queue, { friendlyName: "Sales", workspaceSid });
    const activity = String((await opened.provider.invoke("twilio:taskrouter:getWorkspace", {})).defaultActivitySid);
    await post(opened, `${workspace}/TaskQueues/${saved.state.sid}`, { ReservationActivitySid: activity });
    expect((await opened.provider.read(queue, saved))?.inputs).toEqual(saved.inputs);
  });
});

describe("a workflow", () => {
  const declared = { friendlyName: "Calls", workspaceSid, configuration: { defaultFilter: { queue: everyone } } };

  test("keeps to itself how it is to be updated", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(workflow, { ...declared, reEvaluateTasks: true });
    expect((await opened.provider.read(workflow, saved))?.inputs).toEqual(saved.inputs);
    const news = { ...declared, reEvaluateTasks: true, taskReservationTimeout: 60 };
    expect((await opened.provider.update(workflow, saved, news)).inputs.reEvaluateTasks).toBe(true);
  });

  test("is refused in check with each mistake's path", async () => {
    const { provider, calls } = await localProvider();
    const { failures } = await provider.check(workflow, {
      friendlyName: "n".repeat(65),
      workspaceSid: "WS1",
      configuration: {
        filters: [
          { expression: "", targets: [] },
          { expression: "1==1", targets: [{ queue: "Sales", priority: -1 }] },
        ],
        default_filter: {},
      },
      assignmentCallbackUrl: "http://example.com",
      taskReservationTimeout: 86_401,
    });
    expect(failures.map(({ property }) => property).sort()).toEqual([
      "assignmentCallbackUrl",
      "configuration.default_filter",
      "configuration.filters[0].expression",
      "configuration.filters[0].targets",
      "configuration.filters[1].targets[0].priority",
      "configuration.filters[1].targets[0].queue",
      "friendlyName",
      "taskReservationTimeout",
      "workspaceSid",
    ]);
    expect(failures.find(({ property }) => property.endsWith("queue"))?.reason).toBe(
      "is no task queue SID; give WQ and 32 hexadecimal digits",
    );
    expect(calls()).toEqual([]);
  });

  test("of a queue that is not there is refused with Twilio's reason", async () => {
    const { provider } = await localProvider();
    const configuration = { defaultFilter: { queue: `WQ${"0".repeat(32)}` } };
    await expect(provider.create(workflow, { ...declared, configuration })).rejects.toThrow(
      /Twilio refused POST .*queue WQ0+ does not exist \(HTTP 400, code 20001\)/,
    );
  });
});

describe("functions", () => {
  test("find by name what Flex has set up", async () => {
    const { provider, calls } = await localProvider();
    const found = await provider.invoke("twilio:taskrouter:getWorkspace", {});
    expect(found).toMatchObject({ sid: workspaceSid, friendlyName: "Flex Task Assignment", multiTaskEnabled: true });
    const named = (name: string, friendlyName: string) =>
      provider.invoke(`twilio:taskrouter:${name}`, { workspaceSid, friendlyName });
    expect(await named("getTaskQueue", "Everyone")).toMatchObject({ sid: everyone, targetWorkers: "1==1" });
    expect(await named("getWorkflow", "Assign to Anyone")).toMatchObject({
      configuration: { filters: [], defaultFilter: { queue: everyone } },
      taskReservationTimeout: 120,
    });
    const channel = await provider.invoke("twilio:taskrouter:getTaskChannel", { workspaceSid, uniqueName: "voice" });
    expect(channel).toMatchObject({ friendlyName: "Voice", uniqueName: "voice", workspaceSid });
    expect(calls()).toEqual(Array.from({ length: 4 }, () => "GET 200"));
  });

  test.each([
    ["getWorkspace", { friendlyName: "Gone" }, 'friendlyName: no workspace of this account is named "Gone"'],
    [
      "getTaskQueue",
      { friendlyName: "Gone", workspaceSid },
      'friendlyName: no task queue of the workspace is named "Gone"',
    ],
    [
      "getWorkflow",
      { friendlyName: "Gone", workspaceSid },
      'friendlyName: no workflow of the workspace is named "Gone"',
    ],
    [
      "getTaskChannel",
      { uniqueName: "gone", workspaceSid },
      'uniqueName: no task channel of the workspace is named "gone"',
    ],
  ])("%s says what is not there", async (name, args, message) => {
    const { provider } = await localProvider();
    await expect(provider.invoke(`twilio:taskrouter:${name}`, args)).rejects.toThrow(message);
  });
});
