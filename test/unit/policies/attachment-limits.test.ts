import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attachmentLimits as twilioLimits } from "../../../media/attachments.ts";
import { attachmentLimits, executableExtensions } from "../../../policies/attachment-limits.ts";
import { ask, unknown, violations } from "./asked.ts";

const allowed = {
  enabled: true,
  numberOfAttachments: 2,
  maxFileSize: 5_242_880,
  maxTotalFileSize: 10_485_760,
  acceptedExtensions: ["jpg", "pdf"],
};
const flex = (channelConfigs: unknown) => ({
  type: "twilio:flex:Configuration",
  name: "flex",
  props: { channelConfigs },
});
const web = (change: Record<string, unknown> = {}, addressType: unknown = "web") =>
  flex([{ addressType, cbmAttachments: { ...allowed, ...change } }]);
const at = "flex.channelConfigs[0].cbmAttachments";
const never = "but files that run when somebody opens them may never be sent; take it out";

test("limits within Twilio's and the team's pass, and so does a channel that takes nothing", async () => {
  expect(await violations(attachmentLimits, [web()])).toEqual([]);
  expect(
    await violations(attachmentLimits, [web({ enabled: false, maxFileSize: 1e12, acceptedExtensions: null })]),
  ).toEqual([]);
});

test("without a configuration, or one that says nothing of channels, attachments-declared has its say", async () => {
  expect(await violations(attachmentLimits, [])).toEqual([]);
  for (const nothing of [undefined, null, []]) expect(await violations(attachmentLimits, [flex(nothing)])).toEqual([]);
});

describe("extensions", () => {
  test("of what runs are never taken, however they are written and whatever the team allows", async () => {
    const written = fc
      .tuple(fc.constantFrom(...executableExtensions), fc.constantFrom("", "."), fc.boolean(), fc.constantFrom("", " "))
      .map(([extension, dot, capitals, space]) => dot + (capitals ? extension.toUpperCase() : extension) + space);
    await fc.assert(
      fc.asyncProperty(written, async (extension) => {
        const config = { extensions: [...executableExtensions, "jpg"] };
        const told = await violations(attachmentLimits, [web({ acceptedExtensions: ["jpg", extension] })], config);
        expect(told).toEqual([`${at}.acceptedExtensions[1]: is ${JSON.stringify(extension)}, ${never}`]);
      }),
    );
  });

  test("are those that the team allows", async () => {
    expect(
      await violations(attachmentLimits, [web({ acceptedExtensions: ["docx"] })], { extensions: ["jpg"] }),
    ).toEqual([
      `${at}.acceptedExtensions[0]: is "docx", but the team allows jpg; take it out, or add it to extensions of this policy's environment`,
    ]);
  });

  test.each([undefined, null, "pdf", {}])("are listed: %j is no list", async (acceptedExtensions) => {
    expect(await violations(attachmentLimits, [web({ acceptedExtensions })])).toEqual([
      expect.stringMatching(
        /acceptedExtensions: is .*, but only listed kinds of files may be sent; list their extensions$/,
      ),
    ]);
  });

  test.each([null, 7, ["exe"], ""])("are text: %j is none that anybody allowed", async (extension) => {
    expect(await violations(attachmentLimits, [web({ acceptedExtensions: [extension] })])).toHaveLength(1);
  });
});

describe("limits", () => {
  test.each([
    ["numberOfAttachments", 11, "10 files"],
    ["maxFileSize", 20 * 1024 * 1024 + 1, `${20 * 1024 * 1024} bytes`],
    ["maxTotalFileSize", 64 * 1024 * 1024 + 1, `${64 * 1024 * 1024} bytes`],
  ])("of the team: %s of %d", async (name, value, most) => {
    const told = await violations(attachmentLimits, [web({ maxTotalFileSize: 60_000_000, [name]: value }, "email")]);
    expect(told).toContain(`${at}.${name}: is ${value}, but the team allows at most ${most}; set it to that or less`);
  });

  test("that are left out, or are no whole numbers, hold nothing", async () => {
    for (const value of [undefined, null, "5", 1.5, Number.NaN, -1, {}]) {
      for (const name of ["numberOfAttachments", "maxFileSize", "maxTotalFileSize"]) {
        expect((await violations(attachmentLimits, [web({ [name]: value })])).join()).toContain(`${at}.${name}: is `);
      }
    }
  });

  test("of Twilio are held for each channel, whatever the team allows", async () => {
    const generous = { mostFileBytes: 1e12, mostTotalBytes: 1e12 };
    for (const [channel, { file, total }] of Object.entries(twilioLimits)) {
      const most = web({ maxFileSize: file, maxTotalFileSize: total }, channel);
      expect(await violations(attachmentLimits, [most], generous)).toEqual([]);
      const more = web({ maxFileSize: file + 1, maxTotalFileSize: total + 1 }, channel);
      expect(await violations(attachmentLimits, [more], generous)).toEqual([
        `${at}.maxFileSize: is ${file + 1} bytes, but ${channel} takes at most ${file}; lower it`,
        `${at}.maxTotalFileSize: is ${total + 1} bytes, but ${channel} takes at most ${total}; lower it`,
      ]);
    }
  });
});

test("a file larger than all of a message's files is impossible", async () => {
  expect(await violations(attachmentLimits, [web({ maxFileSize: 2000, maxTotalFileSize: 1000 })])).toEqual([
    `${at}.maxFileSize: is 2000 bytes, more than the total of 1000, but a file is part of what a message holds in all; lower it or raise the total`,
  ]);
});

test.each([7, "fax", null])("a channel %j that Twilio doesn't have", async (channel) => {
  expect(await violations(attachmentLimits, [web({}, channel)])).toContainEqual(
    expect.stringMatching(
      /^flex\.channelConfigs\[0\]\.addressType: is .*, but Twilio has no such channel; give one of web, /,
    ),
  );
});

test.each(["all", { web: allowed }, [7], [{ addressType: "web" }], [{ addressType: "web", cbmAttachments: [] }]])(
  "channels of another form, as %j, count as wrong",
  async (channels) => {
    expect(await violations(attachmentLimits, [flex(channels)])).toHaveLength(1);
  },
);

test("channels that are not known yet are asked about at the update", async () => {
  expect(await ask(attachmentLimits, [flex(unknown)])).toEqual({ violations: [], unknown: true });
});
