import { afterAll, beforeAll, expect, test } from "vitest";
import { recordedBefore } from "../../../local/recorded-before.ts";
import { attachmentsOf, changeBehindItsBack, type OpenedStack, openStack } from "./opened-stack.ts";

let opened: OpenedStack;
let before: Record<string, unknown>;

beforeAll(async () => {
  opened = await openStack();
  recordedBefore(opened.stack.twilio.control);
  before = withoutDate(opened.stack.twilio.control.flexConfiguration.get());
});
afterAll(() => opened?.remove());

function withoutDate({ date_updated: _, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

/** What Twilio was asked since the last time, by call; SIDs are left out. */
function asked(): string[] {
  const { requests } = opened.stack.twilio.control;
  const calls = requests
    .list()
    .map(({ method, host, path }) => `${method} ${host}${path.replace(/[A-Z]{2}[0-9a-f]{32}/g, "…")}`);
  requests.clear();
  return calls.sort();
}

/** What the settings name in the account, which every preview looks up; resources that are unchanged ask nothing. */
const lookUps = [
  "GET api.twilio.com/2010-04-01/Accounts/…/IncomingPhoneNumbers.json",
  "GET api.twilio.com/2010-04-01/Accounts/…/IncomingPhoneNumbers.json",
  "GET taskrouter.twilio.com/v1/Workspaces",
  "GET taskrouter.twilio.com/v1/Workspaces/…/TaskChannels/chat",
  "GET taskrouter.twilio.com/v1/Workspaces/…/TaskChannels/voice",
  "GET taskrouter.twilio.com/v1/Workspaces/…/Workflows",
  "GET taskrouter.twilio.com/v1/Workspaces/…/Workflows",
];

const show = ["--color=never", "--non-interactive", "--diff"];

test("up makes everything, and again finds nothing to change", async () => {
  const { pulumi } = opened.stack;
  const first = await pulumi.up();
  expect(first.created).toBeGreaterThan(15);
  expect(first).not.toHaveProperty("updated");

  asked();
  expect(await pulumi.up()).toEqual({ unchanged: first.created });
  expect(asked()).toEqual(lookUps);
});

test("a preview of what is there looks up what the settings name, and nothing else", async () => {
  asked();
  const preview = await opened.stack.pulumi.succeed(["preview", ...show, ...opened.stack.pulumi.configArguments()]);
  expect(preview).toMatch(/Resources:\n {4}\d+ unchanged\n/);
  expect(asked()).toEqual(lookUps);
});

test("refresh shows the drift of what is declared, and only that; up puts it right", async () => {
  const { pulumi } = opened.stack;
  const sms = { number_of_attachments: 7 };
  changeBehindItsBack(opened.stack, "web", { max_file_size: 4096, number_of_attachments: 1 });
  changeBehindItsBack(opened.stack, "sms", sms);

  const refreshed = await pulumi.succeed(["refresh", "--yes", "--skip-preview", ...show, ...pulumi.configArguments()]);
  expect(refreshed).toContain("~ maxFileSize        : 5242880 => 4096");
  expect(refreshed).toContain("~ numberOfAttachments: 2 => 1");
  expect(refreshed.match(/^ +~ \w+ *: /gm)).toHaveLength(4);
  expect(refreshed).toMatch(/Resources:\n {4}~ 1 updated\n/);

  expect(await pulumi.up()).toMatchObject({ updated: 1 });
  expect(attachmentsOf(opened.stack, "web")).toMatchObject({ max_file_size: 5_242_880, number_of_attachments: 2 });
  expect(attachmentsOf(opened.stack, "sms")).toMatchObject(sms);
});

test("destroy puts back what was there, and leaves alone what nobody declared", async () => {
  const { pulumi, twilio } = opened.stack;
  const destroyed = await pulumi.destroy();
  expect(destroyed.deleted).toBeGreaterThan(15);

  const after = withoutDate(twilio.control.flexConfiguration.get());
  const sms = { ...attachmentsOf(opened.stack, "sms") };
  expect(sms.number_of_attachments).toBe(7);
  changeBehindItsBack(opened.stack, "sms", { number_of_attachments: 1 });
  expect(withoutDate(twilio.control.flexConfiguration.get())).toEqual(before);
  expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());

  expect(await pulumi.destroy()).toEqual({});
});
