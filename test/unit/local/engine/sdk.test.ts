import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { providerFolders, staleFiles } from "../../../../local/engine/sdk.ts";
import { listSources, writeSources } from "../../../../local/engine/sdk-files.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flex-media-sdk-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function files(contents: Record<string, string>): Map<string, Buffer> {
  return new Map(Object.entries(contents).map(([path, content]) => [path, Buffer.from(content)]));
}

async function place(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), path);
  }
}

describe("a committed SDK", () => {
  it("is fresh when it is what was generated", () => {
    expect(staleFiles(files({ "index.ts": "1" }), files({ "index.ts": "1" }))).toEqual([]);
  });

  it("is stale in each file that is missing, other or left over", () => {
    const committed = files({ "same.ts": "1", "other.ts": "1", "left/over.ts": "1" });
    const generated = files({ "same.ts": "1", "other.ts": "2", "flex/new.ts": "1" });
    expect(staleFiles(committed, generated)).toEqual([
      { path: "flex/new.ts", remedy: "add" },
      { path: "left/over.ts", remedy: "remove" },
      { path: "other.ts", remedy: "change" },
    ]);
  });
});

describe("the sources of an SDK", () => {
  it("are its files without what was built and installed", async () => {
    await place("index.ts", "flex/configuration.ts", "flex/bin/kept.ts", "binary.ts", ".gitignore");
    await place("bin/index.js", "bin.1234/index.js", "node_modules/typescript/index.ts", "package-lock.json");
    expect([...(await listSources(folder)).keys()]).toEqual([
      ".gitignore",
      "binary.ts",
      "flex/bin/kept.ts",
      "flex/configuration.ts",
      "index.ts",
    ]);
  });

  it("are none where there is no folder", async () => {
    expect(await listSources(join(folder, "none"))).toEqual(new Map());
  });

  it("replace those that were there, and leave the built alone", async () => {
    await place("old.ts", "same.ts", "bin/index.js");
    const written = files({ "same.ts": "new", "flex/new.ts": "new" });
    await writeSources(folder, written);
    expect(await listSources(folder)).toEqual(written);
    expect(await readdir(join(folder, "bin"))).toEqual(["index.js"]);
  });
});

it("providers are the folders that Pulumi can run", async () => {
  await place("providers/twilio/PulumiPlugin.yaml", "providers/aws/PulumiPlugin.yaml", "providers/kit/index.ts");
  await place("providers/twilio/deep/PulumiPlugin.yaml");
  expect(await providerFolders(folder)).toEqual(["providers/aws", "providers/twilio"]);
  expect(await providerFolders(join(folder, "none"))).toEqual([]);
});
