import { expect, test } from "vitest";
import { askSettings } from "../../../../cli/init/ask-settings.ts";
import { Draft } from "../../../../cli/init/draft.ts";
import { Interview } from "../../../../cli/init/interview.ts";
import type { Prompts } from "../../../../cli/init/prompts.ts";

const region = ["aws:region", "us-east-1"] as const;

/** Somebody who takes whatever is offered, and notes it. */
function takingAll(): Prompts & { offered: Map<string, string | undefined> } {
  const offered = new Map<string, string | undefined>();
  const never = () => Promise.reject(new Error("was not to be asked"));
  return {
    offered,
    async text({ message, current, check }) {
      offered.set(message, current);
      expect(await check(current ?? "")).toBeUndefined();
      return current ?? "";
    },
    secret: never,
    choice: never,
    confirm: never,
  };
}

async function profileAfter(values: (readonly [string, unknown])[], offered?: string, prompts?: Prompts) {
  const draft = new Draft(new Map([region, ...values]));
  await askSettings(new Interview(new Map(), {}, prompts), draft, undefined, offered);
  return draft.value("aws:profile");
}

test("a profile is offered to somebody at a terminal, and given to nobody who was not asked", async () => {
  expect(await profileAfter([], "flex-media-dev", takingAll())).toBe("flex-media-dev");
  expect(await profileAfter([], "flex-media-dev")).toBeUndefined();
  expect(await profileAfter([], undefined, takingAll())).toBeUndefined();
});

test("the profile that is there goes before the one that is offered", async () => {
  const there = ["aws:profile", "acme"] as const;
  expect(await profileAfter([there], "flex-media-dev", takingAll())).toBe("acme");
  expect(await profileAfter([there], "flex-media-dev")).toBe("acme");
});

test.each([
  ["aws:endpoints", [{ s3: "https://127.0.0.1:1" }]],
  ["aws:accessKey", "AKIA"],
])("none is offered beside %s, which says how AWS is reached", async (key, value) => {
  const prompts = takingAll();
  expect(await profileAfter([[key, value]], "flex-media-dev", prompts)).toBeUndefined();
  const [[message, current] = []] = [...prompts.offered].filter(([asked]) => asked.startsWith("AWS profile"));
  expect([message, current]).toEqual([expect.stringContaining("(- for none)"), "-"]);
});
