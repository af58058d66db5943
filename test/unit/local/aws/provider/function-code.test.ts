import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { functionCode } from "../../../../../local/aws/provider/lambda/function-code.ts";
import { zip } from "../../../../../local/aws/provider/zip.ts";
import { Archive, Asset } from "../../../../../providers/kit/values.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flex-media-code-"));
  await mkdir(join(folder, "lib"));
  await writeFile(join(folder, "index.mjs"), "export {}");
  await writeFile(join(folder, "lib/tone.json"), "{}");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const packed = () =>
  zip([
    ["index.mjs", Buffer.from("export {}")],
    ["lib/tone.json", Buffer.from("{}")],
  ]);

describe("functionCode", () => {
  it("packs a folder", async () => {
    expect(await functionCode(new Archive({ path: folder }))).toEqual(packed());
    expect(await functionCode(new Archive({ uri: pathToFileURL(folder).href }))).toEqual(packed());
  });

  it("packs assets and archives within an archive to the same bytes", async () => {
    const lib = new Archive({ path: join(folder, "lib") });
    const texts = new Archive({ assets: { "tone.json": new Asset({ text: "{}" }) } });
    for (const inner of [lib, texts]) {
      const index = new Asset({ path: join(folder, "index.mjs") });
      expect(await functionCode(new Archive({ assets: { lib: inner, "index.mjs": index } }))).toEqual(packed());
    }
  });

  it("takes a zip as it is", async () => {
    const path = join(folder, "code.zip");
    await writeFile(path, "the bytes of a zip");
    expect(String(await functionCode(new Archive({ path })))).toBe("the bytes of a zip");
  });

  it("packs an empty file, whose text the engine leaves out", async () => {
    const archive = new Archive({ assets: { empty: new Asset({ hash: "x", path: "", uri: "" }) } });
    expect(await functionCode(archive)).toEqual(zip([["empty", Buffer.alloc(0)]]));
  });

  it.each<[string, () => Archive, string]>([
    ["nothing", () => new Archive({ assets: {} }), "code: holds no file; put the handler's file into it."],
    [
      "an empty folder's worth",
      () => new Archive({ assets: { a: new Archive({ assets: {} }) } }),
      "code: holds no file",
    ],
    [
      "a file that is no zip",
      () => new Archive({ path: join(folder, "index.mjs") }),
      "is neither a folder nor a .zip file",
    ],
    [
      "an absent path",
      () => new Archive({ path: join(folder, "absent") }),
      "can't be read; build it first, or correct the path.",
    ],
    [
      "an absent asset",
      () => new Archive({ assets: { a: new Asset({ path: join(folder, "absent") }) } }),
      "can't be read; build it first, or correct the path.",
    ],
    [
      "a web address",
      () => new Archive({ uri: "https://example.com/secret?token=1" }),
      "code: lies at https://example.com, where",
    ],
  ])("refuses %s", async (_what, archive, message) => {
    await expect(functionCode(archive())).rejects.toThrow(message);
  });

  it("refuses more than Lambda takes", async () => {
    const path = join(folder, "large.zip");
    await writeFile(path, Buffer.alloc(50 * 1024 * 1024 + 1));
    await expect(functionCode(new Archive({ path }))).rejects.toThrow(
      "code: is 52428801 bytes zipped, but must be at most 52428800; leave files out.",
    );
  });
});
