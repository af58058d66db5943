import { afterAll, beforeAll, expect, test } from "vitest";
import { recordedBefore } from "../../../local/recorded-before.ts";
import { attachmentsOf, type OpenedStack, openStack } from "./opened-stack.ts";

let opened: OpenedStack;

beforeAll(async () => {
  opened = await openStack();
  recordedBefore(opened.stack.twilio.control);
});
afterAll(() => opened?.remove());

test("Twilio that goes away in the middle of an up is a clear error, and the next up converges", async () => {
  const { pulumi, twilio } = opened.stack;
  const before = attachmentsOf(opened.stack, "web");
  // It takes the new configuration, and is gone before it can say so.
  const flex = { host: "flex-api.twilio.com", path: "/v1/Configuration" };
  twilio.control.faults.add({ ...flex, method: "POST", when: "after", drop: true });

  const failed = await pulumi.run(["up", "--yes", "--skip-preview", "--color=never", ...pulumi.configArguments()]);
  expect(failed.code).not.toBe(0);
  expect(failed.stdout + failed.stderr).toContain(
    "Twilio did not answer POST /v1/Configuration: the connection failed",
  );
  expect(failed.stdout + failed.stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
  expect(attachmentsOf(opened.stack, "web")).toMatchObject({ number_of_attachments: 2 });

  await opened.stack.close();
  const again = await opened.reopen();
  await again.pulumi.up();
  expect(await again.pulumi.up()).not.toHaveProperty("updated");

  await again.pulumi.destroy();
  expect(attachmentsOf(again, "web")).toEqual(before);
});
