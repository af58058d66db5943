import { expect, test } from "vitest";
import { attachmentsDeclared } from "../../../policies/attachments-declared.ts";
import { ask, type Given, unknown, violations } from "./asked.ts";

const flex = (channelConfigs: unknown): Given => ({
  type: "twilio:flex:Configuration",
  name: "flex",
  props: { callRecordingEnabled: false, channelConfigs },
});
const rest =
  "but what no stack declares is as the account happens to have it, programs and all; set flex-media:attachments, or unmanaged of this policy's environment to true";

test("a stack that says it of a channel passes, be it that nothing may be attached", async () => {
  for (const enabled of [true, false]) {
    const channel = { addressType: "web", cbmAttachments: { enabled } };
    expect(await violations(attachmentsDeclared, [flex([channel])])).toEqual([]);
  }
});

test.each([
  [undefined, "not set"],
  [null, "not set"],
  [[], "[]"],
])("channels that are %j say nothing", async (channels, seen) => {
  expect(await violations(attachmentsDeclared, [flex(channels)])).toEqual([`flex.channelConfigs: is ${seen}, ${rest}`]);
});

test("a stack without a Flex Configuration says nothing either", async () => {
  expect(await violations(attachmentsDeclared, [])).toEqual([`stack.channelConfigs: is not declared, ${rest}`]);
});

test("a team may say that others do", async () => {
  expect(await violations(attachmentsDeclared, [], { unmanaged: true })).toEqual([]);
  expect(await violations(attachmentsDeclared, [flex(undefined)], { unmanaged: true })).toEqual([]);
});

test.each(["all", 7, { web: {} }])(
  "channels of another form, as %j, are told by attachment-limits",
  async (channels) => {
    expect(await violations(attachmentsDeclared, [flex(channels)])).toEqual([]);
  },
);

test("channels that are not known yet are asked about at the update", async () => {
  expect(await ask(attachmentsDeclared, [flex(unknown)])).toEqual({ violations: [], unknown: true });
});
