import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";
import { type OpenedStack, openStack } from "./opened-stack.ts";

let opened: OpenedStack;

beforeAll(async () => {
  opened = await openStack();
});
afterAll(() => opened?.remove());

test("every mistake in the configuration is named with its path, before anything is written", async () => {
  const { pulumi, twilio } = opened.stack;
  const config = await readFile(join(PROJECT_FOLDER, "Pulumi.local.yaml"), "utf8");
  const attachments = `
    fax: {files: 1}
    web: {files: 0, fileSize: 5 MiB, totalSize: 1 MiB}
    email: {fileSize: 151 MiB}
`;
  const wrong = config
    .replace(/ {2}twilio:accountSid: .*\n/, "")
    .replace(/( {2}flex-media:attachments:)[\s\S]*?(?= {2}flex-media:storage)/, `$1${attachments}`);
  const file = join(opened.folder, "wrong.yaml");
  await writeFile(file, wrong);
  twilio.control.requests.clear();

  const { code, stdout, stderr } = await pulumi.run([
    "up",
    "--yes",
    "--color=never",
    "--stack=local",
    "--config-file",
    file,
  ]);

  const output = stdout + stderr;
  expect(code).not.toBe(0);
  expect(output).toContain("twilio:accountSid: is missing; give it a string");
  expect(output).toContain(
    "flex-media:attachments.fax: is no property here; use one of web, sms, whatsapp, email, messenger, gbm",
  );
  expect(output).toContain("flex-media:attachments.web.files: is 0, but must be at least 1");
  expect(output).toContain("flex-media:attachments.web.fileSize: is 5242880 bytes, more than the total of 1048576");
  expect(output).toContain(
    "flex-media:attachments.email.fileSize: is 158334976 bytes, but email takes at most 157286400",
  );
  expect(output).not.toMatch(/\n\s+at .*:\d+:\d+/);
  expect(twilio.control.requests.list()).toEqual([]);
  expect(await pulumi.outputs()).toEqual({});
});
