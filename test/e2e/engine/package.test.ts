import { cp, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileSdks } from "../../../local/engine/compile-sdk.ts";
import { generateSdk, providerFolders } from "../../../local/engine/sdk.ts";
import { listSources, writeSources } from "../../../local/engine/sdk-files.ts";
import { makeWorkspace, UP, type Workspace } from "./workspace.ts";

let linked: Workspace;

beforeAll(async () => {
  linked = await makeWorkspace();
  // As in this project: providers in a folder of that name.
  for (const copy of ["providers/notes", "added-provider"]) {
    await cp(join(linked.folder, "notes-provider"), join(linked.folder, copy), { recursive: true });
  }
});
afterAll(() => linked.remove());

describe("an SDK generated from a provider's source", () => {
  it("is what `pulumi package add` gives, which also makes it a dependency", async () => {
    // Packages are installed here, so there may be no link to those of the project.
    const own = await makeWorkspace({ linkPackages: false });
    try {
      await own.makeStack("package-user");
      const added = await own.pulumi("package-user", ["package", "add", join(linked.folder, "added-provider")]);
      expect(added.code, added.stdout + added.stderr).toBe(0);
      expect(added.stdout).toContain('import * as notes from "@pulumi/notes";');
      const manifest = JSON.parse(await readFile(join(own.folder, "package-user/package.json"), "utf8"));
      expect(manifest.dependencies["@pulumi/notes"]).toBe("file:sdks/notes");

      const up = await own.pulumi("package-user", UP);
      expect(up.code, up.stdout + up.stderr).toBe(0);
      expect(up.stdout).toMatch(/length: 6/);

      const { name, files } = await generateSdk(linked.engine, linked.folder, "providers/notes");
      expect(name).toBe("notes");
      expect([...files.keys()]).toContain("note.ts");
      expect(asText(files)).toEqual(asText(await listSources(join(own.folder, "package-user/sdks/notes"))));
    } finally {
      await own.remove();
    }
  });

  it("leaves nothing in the provider's folder", async () => {
    expect(await providerFolders(linked.folder)).toEqual(["providers/notes"]);
    await generateSdk(linked.engine, linked.folder, "providers/notes");
    const shipped = await readdir(join(linked.folder, "notes-provider"));
    expect(await readdir(join(linked.folder, "providers/notes"))).toEqual(shipped);
  });

  it("is compiled when its sources changed, and only then", async () => {
    const folder = join(linked.folder, "sdks/notes");
    const { files } = await generateSdk(linked.engine, linked.folder, "providers/notes");
    await writeSources(folder, files);

    expect(await compileSdks(linked.folder)).toEqual(["notes"]);
    expect(await compileSdks(linked.folder)).toEqual([]);
    const sdk = await import(join(folder, "bin/index.js"));
    expect(sdk.Note.__pulumiType).toBe("notes:index:Note");
    expect(JSON.parse(await readFile(join(folder, "bin/note.js.map"), "utf8")).sources).toEqual(["../note.ts"]);

    await writeSources(folder, new Map([...files, ["README.md", Buffer.from("changed")]]));
    expect(await compileSdks(linked.folder)).toEqual(["notes"]);
    await rm(join(folder, "bin"), { recursive: true });
    expect(await compileSdks(linked.folder)).toEqual(["notes"]);
  });

  it("that does not compile is named with its mistake, and keeps what was compiled", async () => {
    const folder = join(linked.folder, "sdks/notes");
    const files = new Map(await listSources(folder)).set("note.ts", Buffer.from('export const text: number = "";\n'));
    await writeSources(folder, files);
    await expect(compileSdks(linked.folder)).rejects.toThrow(/sdks\/notes: does not compile; run.*note\.ts/s);
    expect([...(await listSources(join(folder, "bin"))).keys()]).toContain("index.js");
  });

  it("that can't be had is explained with what the provider said", async () => {
    await expect(generateSdk(linked.engine, linked.folder, "providers/none")).rejects.toThrow(
      /^providers\/none: `pulumi package get-schema` failed\./,
    );
  });
});

function asText(files: ReadonlyMap<string, Buffer>): Record<string, string> {
  return Object.fromEntries([...files].map(([path, content]) => [path, content.toString()]));
}
