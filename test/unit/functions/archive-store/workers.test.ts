import { expect, test } from "vitest";
import { workersOfCall } from "../../../../functions/archive-store/workers.ts";

const workspaceSid = `WS${"1".repeat(32)}`;
const call = `CA${"2".repeat(32)}` as const;
const conference = `CF${"3".repeat(32)}` as const;
const task = (digit: string) => `WT${digit.repeat(32)}`;
const worker = (digit: string) => `WK${digit.repeat(32)}`;

function taskRouter(answers: Record<string, object>) {
  const asked: string[] = [];
  const request = async (url: string) => {
    asked.push(url);
    const path = url.replace(`https://taskrouter.example/v1/Workspaces/${workspaceSid}/`, "").replace(/\?.*/, "");
    return Response.json(answers[path] ?? {});
  };
  return { asked, options: { request, taskRouterUrl: "https://taskrouter.example", workspaceSid } };
}

test("gives the workers who took the tasks of a call, oldest first and each once", async () => {
  const reservation = (status: string, digit: string) => ({ reservation_status: status, worker_sid: worker(digit) });
  const { asked, options } = taskRouter({
    Tasks: { tasks: [{ sid: task("a") }, { sid: task("b") }, { sid: "odd" }] },
    [`Tasks/${task("a")}/Reservations`]: {
      reservations: [reservation("completed", "c"), reservation("rejected", "d"), reservation("wrapping", "e")],
    },
    [`Tasks/${task("b")}/Reservations`]: { reservations: [reservation("accepted", "c"), { worker_sid: "odd" }] },
  });
  const found = await workersOfCall(options, { callSid: call }, new AbortController().signal);
  expect(found).toEqual([worker("e"), worker("c")]);
  expect(new URL(asked[0] ?? "").searchParams.get("EvaluateTaskAttributes")).toBe(`call_sid == "${call}"`);
});

test("asks by the conference where there is one, and finds nobody where there is no task any more", async () => {
  const { asked, options } = taskRouter({ Tasks: { tasks: [] } });
  const recording = { callSid: call, conferenceSid: conference };
  expect(await workersOfCall(options, recording, new AbortController().signal)).toEqual([]);
  expect(new URL(asked[0] ?? "").searchParams.get("EvaluateTaskAttributes")).toBe(`conference.sid == "${conference}"`);
  expect(asked).toHaveLength(1);
});
