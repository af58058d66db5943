import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";
import { policies } from "../../../policies/pack.ts";
import { ask, defaultsOf } from "./asked.ts";

const folder = join(PROJECT_FOLDER, "policies");
const environments = readdirSync(join(folder, "environments"));
const levels = ["advisory", "mandatory", "disabled", "remediate"];
/** All but those that only look, so that another may judge what they saw. */
const judging = policies.filter((policy) => "validateStack" in policy || policy.validateResource !== undefined);
const named = new Map(policies.map((policy) => [policy.name, policy]));

/** What a policy may be told, as its schema says; the engine holds the same. */
function settingsOf(name: string): z.ZodType {
  const properties = named.get(name)?.configSchema?.properties ?? {};
  const enforcementLevel = { enum: levels };
  const schema = { type: "object", properties: { ...properties, enforcementLevel }, additionalProperties: false };
  return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
}

test("each file is one policy, by its name, with a test of the same name", () => {
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts") && file !== "pack.ts");
  expect(policies.map(({ name }) => `${name}.ts`).toSorted()).toEqual(files.toSorted());
  const tests = readdirSync(import.meta.dirname);
  expect(judging.filter(({ name }) => !tests.includes(`${name}.test.ts`))).toEqual([]);
});

test("each policy says in one sentence what holds, and is in the pack's description", () => {
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  for (const { name, description } of policies) {
    expect(description, name).toMatch(/^[A-Z].*\.$/);
    expect(readme).toContain(`\n| \`${name}\` | ${description} |`);
  }
});

test("no level is set in a policy: what no environment softens is mandatory", () => {
  expect(judging.filter(({ enforcementLevel }) => enforcementLevel !== undefined)).toEqual([]);
});

test.each(policies.map((policy) => [policy.name, policy] as const))(
  "%s has a default for each of its settings, which it takes itself",
  (name, { configSchema }) => {
    const defaults = defaultsOf(configSchema);
    expect(Object.keys(defaults)).toEqual(Object.keys(configSchema?.properties ?? {}));
    expect(settingsOf(name).safeParse(defaults).error).toBeUndefined();
  },
);

test.each(policies.map((policy) => [policy.name, policy] as const))(
  "%s never crashes on what it isn't about",
  async (_, policy) => {
    const strange = { type: "random:index/randomId:RandomId", props: { byteLength: null, a: [{}], b: 7 } };
    await expect(ask(policy, [strange, { ...strange, props: {} }])).resolves.toBeDefined();
  },
);

describe("an environment", () => {
  test.each(environments)("%s names policies that exist, with values that they take", (file) => {
    const set: Record<string, unknown> = JSON.parse(readFileSync(join(folder, "environments", file), "utf8"));
    for (const [name, value] of Object.entries(set)) {
      if (name !== "all") expect([...named.keys()], `${file}: ${name}`).toContain(name);
      if (typeof value === "string") expect(levels, `${file}: ${name}`).toContain(value);
      else expect(settingsOf(name).safeParse(value).error, `${file}: ${name}`).toBeUndefined();
    }
  });

  test("is there for each stack that is shipped, and for no other", () => {
    const stacks = readdirSync(PROJECT_FOLDER).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
    expect(environments.toSorted()).toEqual(stacks.map((stack) => `${stack}.json`).toSorted());
  });
});
