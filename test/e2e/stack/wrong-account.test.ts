import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";
import { type OpenedStack, openStack, withConfig } from "./opened-stack.ts";

let opened: OpenedStack;

beforeAll(async () => {
  opened = await openStack();
});
afterAll(() => opened?.remove());
afterEach(() => opened.stack.twilio.control.faults.clear());

async function refused(change: (config: string) => string = (config) => config): Promise<string> {
  const { pulumi, twilio } = opened.stack;
  const config = await withConfig(opened, change);
  twilio.control.requests.clear();
  const { code, stdout, stderr } = await pulumi.run(["preview", "--color=never", "--non-interactive", ...config]);
  expect(code, stdout).not.toBe(0);
  expect(stdout + stderr).not.toMatch(/\n\s+at .*:\d+:\d+|unhandled exception|nvocation of/);
  expect(new Set(twilio.control.requests.list().map(({ method }) => method))).toEqual(new Set(["GET"]));
  // Pulumi writes what is wrong beneath the resource, indented.
  const [, shown = ""] = /^ {4}error: ([\s\S]*?)\n\n/m.exec(stdout) ?? [];
  return shown.replaceAll("\n    ", "\n");
}

test("numbers, workflows and channels that the account doesn't have are all named at once, by their keys", async () => {
  const { phoneNumbers } = opened.stack.twilio.control;
  phoneNumbers.add({ phone_number: "+14155550150", trunk_sid: `TK${"0".repeat(32)}` });
  phoneNumbers.add({ phone_number: "+14155550151", capabilities: { voice: true, sms: false, mms: false, fax: false } });
  const told = await refused((config) =>
    config
      .replace(
        'numbers: ["+14155550100"]',
        'numbers: ["+14155550100", "+14155550149", "+14155550150"]\n    taskChannel: calls',
      )
      .replace("flex-media:messaging:", "flex-media:messaging:\n    workflow: Nobody")
      .replace("+14155550101", "+14155550151"),
  );
  expect(told.split("\n")).toEqual([
    "The stack's configuration is wrong:",
    'flex-media:voice.taskChannel: no task channel of the workspace is named "calls"; give one that is there',
    'flex-media:messaging.workflow: no workflow of the workspace is named "Nobody"; give one that is there',
    "flex-media:voice.numbers[1]: +14155550149 is no number of this account; give one that it owns",
    "flex-media:voice.numbers[2]: names +14155550150, whose calls a SIP trunk takes first; take that away from the number",
    "flex-media:messaging.addresses[0].address: names +14155550151, which takes no text messages; name a number that does",
  ]);
  const guide = await readFile(join(PROJECT_FOLDER, "docs/flows.md"), "utf8");
  const shown = guide.match(/^flex-media:.*;.*$/gm) ?? [];
  expect(shown.length).toBeGreaterThan(2);
  for (const line of shown) expect(told).toContain(line);
});

test("an account that can't be asked is no mistake of the settings", async () => {
  opened.stack.twilio.control.faults.add({ host: "taskrouter.twilio.com", status: 503 });
  expect(await refused()).toBe(
    "Twilio did not answer GET /v1/Workspaces: it answered HTTP 503 (Service unavailable). " +
      "Look whether Twilio can be reached, then run the command again.",
  );
});

test("credentials that may not look numbers up are told as Twilio tells it", async () => {
  opened.stack.twilio.control.faults.add({ pathPattern: "IncomingPhoneNumbers", status: 403 });
  expect(await refused()).toMatch(
    /^Twilio refused GET .*\/IncomingPhoneNumbers\.json: Forbidden \(HTTP 403, code 20403\)/,
  );
});
