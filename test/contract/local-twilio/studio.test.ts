import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { accountSid, authToken, type Running, refusal, running, temporaryFolder } from "./running.ts";

const twilioClient: typeof import("twilio") = createRequire(import.meta.url)("twilio");
const flows = "studio.twilio.com/v2/Flows";

const trigger = { name: "Trigger", type: "trigger", transitions: [{ event: "incomingCall", next: "Record" }] };
const record = { name: "Record", type: "record-call", transitions: [], properties: { record_call: true } };
const definition = {
  states: [trigger, record],
  initial_state: "Trigger",
  flags: { allow_concurrent_calls: true },
  description: "A flow",
};
const draft = { FriendlyName: "Main", Status: "draft", Definition: JSON.stringify(definition) };

function post(twilio: Running, target: string, fields: Record<string, string>): Promise<Response> {
  return twilio.call(target, { method: "POST", body: new URLSearchParams(fields) });
}

async function json(response: Response | Promise<Response>): Promise<Record<string, unknown>> {
  return (await (await response).json()) as Record<string, unknown>;
}

async function made(twilio: Running, fields: Record<string, string> = draft): Promise<string> {
  const response = await post(twilio, flows, fields);
  expect(response.status).toBe(201);
  return String((await json(response)).sid);
}

test("a flow is made, shown, published by its status alone, changed and deleted", async () => {
  let now = new Date("2026-01-31T12:00:00Z");
  const twilio = await running({ now: () => now });
  const created = await json(post(twilio, flows, draft));
  const sid = String(created.sid);
  const url = `https://studio.twilio.com/v2/Flows/${sid}`;
  expect(created).toStrictEqual({
    sid: expect.stringMatching(/^FW[0-9a-f]{32}$/),
    account_sid: accountSid,
    author_sid: null,
    friendly_name: "Main",
    definition,
    status: "draft",
    revision: 1,
    commit_message: null,
    valid: true,
    errors: [],
    warnings: [],
    date_created: "2026-01-31T12:00:00Z",
    date_updated: null,
    webhook_url: `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${sid}`,
    url,
    links: { revisions: `${url}/Revisions`, test_users: `${url}/TestUsers`, executions: `${url}/Executions` },
  });
  expect(Object.keys(created.definition as object)).toStrictEqual(["description", "flags", "initial_state", "states"]);
  expect(await json(twilio.call(`${flows}/${sid}`))).toStrictEqual(created);

  now = new Date("2026-02-01T12:00:00Z");
  const published = await json(post(twilio, `${flows}/${sid}`, { Status: "published" }));
  expect(published).toStrictEqual({
    ...created,
    status: "published",
    revision: 2,
    date_updated: "2026-02-01T12:00:00Z",
  });
  const renamed = await json(
    post(twilio, `${flows}/${sid}`, { Status: "draft", FriendlyName: "Other", CommitMessage: "renamed" }),
  );
  expect(renamed).toMatchObject({ friendly_name: "Other", commit_message: "renamed", revision: 3, definition });

  expect((await twilio.call(`${flows}/${sid}`, { method: "DELETE" })).status).toBe(204);
  for (const method of ["GET", "DELETE"]) {
    const gone = await twilio.call(`${flows}/${sid}`, { method });
    expect([gone.status, (await refusal(gone)).code]).toStrictEqual([404, 20404]);
  }
});

test("lists are paged and tell nothing of definitions", async () => {
  const twilio = await running();
  const sids = [await made(twilio), await made(twilio)];
  const page = (await json(twilio.call(`${flows}?PageSize=1`))) as {
    flows: Record<string, unknown>[];
    meta: Record<string, unknown>;
  };
  const untold = { definition: null, commit_message: null, valid: null, errors: null, warnings: null };
  expect(page.flows).toMatchObject([{ sid: sids[1], friendly_name: "Main", status: "draft", ...untold }]);
  expect(page.meta).toMatchObject({ key: "flows", page: 0, page_size: 1, previous_page_url: null });
  const next = new URL(String(page.meta.next_page_url));
  const rest = (await json(twilio.call(`${next.host}${next.pathname}${next.search}`))) as typeof page;
  expect(rest.flows.map(({ sid }) => sid)).toStrictEqual([sids[0]]);
  expect(rest.meta.next_page_url).toBeNull();
});

test("revisions are kept, by number and by what they are the latest of", async () => {
  const twilio = await running();
  const sid = await made(twilio);
  await post(twilio, `${flows}/${sid}`, { Status: "published" });
  await post(twilio, `${flows}/${sid}`, { Status: "draft", FriendlyName: "Third" });
  const revision = async (name: string) => (await json(twilio.call(`${flows}/${sid}/Revisions/${name}`))).revision;
  expect(await Promise.all(["1", "LatestRevision", "LatestPublished"].map(revision))).toStrictEqual([1, 3, 2]);
  const listed = (await json(twilio.call(`${flows}/${sid}/Revisions`))) as { revisions: Record<string, unknown>[] };
  expect(listed.revisions.map((one) => one.revision)).toStrictEqual([3, 2, 1]);
  expect((await twilio.call(`${flows}/${sid}/Revisions/4`)).status).toBe(404);
  expect((await twilio.call(`${flows}/${await made(twilio)}/Revisions/LatestPublished`)).status).toBe(404);
});

const invalid: [string, unknown, string[]][] = [
  ["no object", [], ["#"]],
  ["no states", { initial_state: "Trigger" }, ["#/states"]],
  ["an initial state that is not there", { ...definition, initial_state: "test" }, ["#/initial_state"]],
  [
    "transitions that lead nowhere or have no event",
    { ...definition, states: [{ ...trigger, transitions: [{ event: "incomingCall", next: "Gone" }, {}] }, record] },
    ["#/states/0/transitions/0/next", "#/states/0/transitions/1/event"],
  ],
  [
    "bad and double names",
    { ...definition, states: [trigger, record, record, { ...record, name: "a name" }] },
    ["#/states/2/name", "#/states/3/name"],
  ],
  ["a widget without a type", { ...definition, states: [trigger, { name: "Record" }] }, ["#/states/1/type"]],
];

test.each(invalid)("%s is refused by Validate and create alike, with all faults", async (_, wrong, paths) => {
  const twilio = await running();
  const fields = { ...draft, Definition: JSON.stringify(wrong) };
  for (const target of [flows, `${flows}/Validate`]) {
    const response = await post(twilio, target, fields);
    const { status, code, details } = await refusal(response);
    const { errors, warnings } = details as { errors: Record<string, unknown>[]; warnings: unknown[] };
    expect([response.status, status, code, warnings]).toStrictEqual([400, 400, 20001, []]);
    expect(errors.map((error) => error.property_path)).toStrictEqual(paths);
  }
  expect(await json(twilio.call(flows))).toMatchObject({ flows: [] });
});

test("a widget that lacks what it needs may be drafted, not published", async () => {
  const twilio = await running();
  const flex = { name: "Flex", type: "send-to-flex", transitions: [], properties: { channel: "voice" } };
  const unfinished = JSON.stringify({ ...definition, states: [trigger, record, flex] });
  const sid = await made(twilio, { ...draft, Definition: unfinished });
  const errors = [{ message: "must not be empty", property_path: "#/states/2/properties/workflow" }];
  expect(await json(twilio.call(`${flows}/${sid}`))).toMatchObject({ valid: false, errors });
  const refused = await post(twilio, `${flows}/${sid}`, { Status: "published" });
  expect(await refusal(refused)).toMatchObject({ status: 400, details: { errors, warnings: [] } });
});

test.each([
  ["no status", { FriendlyName: "Main", Definition: draft.Definition }],
  ["another status", { ...draft, Status: "live" }],
  ["no name", { ...draft, FriendlyName: "" }],
  ["a name that is too long", { ...draft, FriendlyName: "n".repeat(101) }],
  ["no definition", { FriendlyName: "Main", Status: "draft" }],
  ["a definition that is no JSON", { ...draft, Definition: "{" }],
  ["an unknown field", { ...draft, definition: "{}" }],
  ["an author that is none", { ...draft, AuthorSid: "US1" }],
])("%s is refused", async (_, fields: Record<string, string>) => {
  const twilio = await running();
  expect((await post(twilio, flows, fields)).status).toBe(400);
});

test("JSON is refused with 415", async () => {
  const twilio = await running();
  expect((await twilio.post(flows, draft)).status).toBe(415);
});

test("flows outlive the process, and the official client finds its way", async () => {
  const stateFile = `${temporaryFolder()}/state.json`;
  const first = await running({ stateFile });
  const sid = await made(first);
  await first.close();
  const twilio = await running({ stateFile });
  const client = twilioClient(accountSid, authToken);
  client.studio.baseUrl = twilio.endpoint("studio.twilio.com");
  const updated = await client.studio.v2.flows(sid).update({ status: "published", definition });
  expect([updated.revision, updated.definition]).toEqual([2, definition]);
  expect((await client.studio.v2.flows.list()).map((flow) => flow.sid)).toStrictEqual([sid]);
  const wrong = client.studio.v2.flowValidate.update({
    friendlyName: "Main",
    status: "published",
    definition: { ...definition, initial_state: "test" },
  });
  await expect(wrong).rejects.toMatchObject({
    status: 400,
    details: { errors: [{ message: "must match a widget name", property_path: "#/initial_state" }], warnings: [] },
  });
});
