import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { runtimes } from "../../../../../local/aws/provider/lambda/runtimes.ts";
import { awsProvider } from "../../../../../local/aws/provider/provider.ts";

const official = dirname(createRequire(import.meta.url).resolve("@pulumi/aws/package.json"));

/** The names of an interface's properties in a generated declaration file, comments left out. */
function propertiesOf(file: string, opening: RegExp): string[] {
  const source = readFileSync(join(official, file), "utf8").replaceAll(/\/\*\*.*?\*\//gs, "");
  const body = source.slice(source.search(opening)).split(/^\}/m)[0] ?? "";
  return [...body.matchAll(/^ {4}(?:readonly )?(\w+)\??:/gm)].map(([, name]) => name ?? "");
}

const cases = awsProvider.resources.map((resource) => {
  const [, module = "", name = ""] = resource.type.split(":");
  return { resource, name, file: `${module}.d.ts`, script: `${module}.js` };
});

describe.each(cases)("$name", ({ resource, name, file, script }) => {
  const refused = Object.keys(resource.inputs.meta()?.refused ?? {});

  it("has the official token", () => {
    expect(readFileSync(join(official, script), "utf8")).toContain(`__pulumiType = '${resource.type}'`);
  });

  it("takes or refuses by name each of the official inputs, and no other", () => {
    const ours = [...Object.keys(resource.inputs.shape), ...refused];
    expect(ours.toSorted()).toEqual(propertiesOf(file, new RegExp(`^export interface ${name}Args`, "m")).toSorted());
  });

  it("gives none but official outputs", () => {
    const outputs = propertiesOf(file, new RegExp(`^export declare class ${name} `, "m"));
    expect(outputs).toEqual(expect.arrayContaining(Object.keys(resource.outputs.shape)));
  });
});

describe("the provider's configuration", () => {
  it("takes or refuses by name each of the official settings, and no other", () => {
    const { config } = awsProvider;
    const ours = [...Object.keys(config.shape), ...Object.keys(config.meta()?.refused ?? {})];
    expect(ours.toSorted()).toEqual(propertiesOf("provider.d.ts", /^export interface ProviderArgs/m).toSorted());
  });
});

describe("the runtimes", () => {
  it("are all known to @pulumi/aws", () => {
    const enums = readFileSync(join(official, "types/enums/lambda/index.d.ts"), "utf8");
    const known = [...enums.matchAll(/readonly \w+: "([\w.]+)"/g)].map(([, value]) => value);
    expect(known).toEqual(expect.arrayContaining([...runtimes]));
  });
});
