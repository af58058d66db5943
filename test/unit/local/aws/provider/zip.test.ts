import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zip } from "../../../../../local/aws/provider/zip.ts";

/** Python's zipfile judges: it checks every sum. */
async function unzipped(archive: Buffer): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), "flex-media-zip-"));
  try {
    await writeFile(join(folder, "archive.zip"), archive);
    const program = [
      "import base64, json, sys, zipfile",
      "archive = zipfile.ZipFile(sys.argv[1])",
      "assert archive.testzip() is None",
      "files = {i.filename: base64.b64encode(archive.read(i)).decode() for i in archive.infolist()}",
      "assert all(i.external_attr >> 16 == 0o100644 for i in archive.infolist())",
      "print(json.dumps(files))",
    ].join("\n");
    return JSON.parse(execFileSync("python3", ["-c", program, join(folder, "archive.zip")], { encoding: "utf8" }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64");

describe("zip", () => {
  it("packs what other tools unpack", async () => {
    const large = Buffer.alloc(300_000, "media ");
    const archive = zip([
      ["index.mjs", Buffer.from("export {}")],
      ["tief/ünter/leer", Buffer.alloc(0)],
      ["large.bin", large],
    ]);
    expect(await unzipped(archive)).toEqual({
      "index.mjs": base64("export {}"),
      "tief/ünter/leer": "",
      "large.bin": base64(large),
    });
    expect(archive.length).toBeLessThan(large.length / 10);
  });

  it("packs nothing at all", async () => {
    expect(await unzipped(zip([]))).toEqual({});
  });

  it("gives the same bytes for the same files in any order", () => {
    const files = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z/]{1,8}$/), fc.uint8Array()), {
      selector: ([path]) => path,
    });
    fc.assert(fc.property(files, (list) => zip(list).equals(zip(list.toReversed()))));
  });
});
