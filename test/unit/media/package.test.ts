import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rules } from "../../../media/index.ts";

const run = promisify(execFile);
const project = join(import.meta.dirname, "../../..");
const tsc = join(project, "node_modules/typescript/bin/tsc");
const readme = await readFile(join(project, "media/README.md"), "utf8");
const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] ?? "");

let folder: string;
/** A project of somebody else's that has installed the package. */
let consumer: string;
let packed: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "flex-media-package-"));
  const copy = join(folder, "project");
  await cp(join(project, "media"), join(copy, "media"), {
    recursive: true,
    filter: (source) => source !== join(project, "media/dist"),
  });
  await cp(join(project, "tsconfig.json"), join(copy, "tsconfig.json"));
  await symlink(join(project, "node_modules"), join(copy, "node_modules"), "dir");
  const env = { ...process.env, npm_config_cache: join(folder, "cache"), npm_config_offline: "true" };
  await run("npm", ["pack", "--pack-destination", folder], { cwd: join(copy, "media"), env });
  const [archive] = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));

  consumer = join(folder, "consumer");
  const installed = join(consumer, "node_modules/@flex-media/media");
  await mkdir(installed, { recursive: true });
  await run("tar", ["-xzf", join(folder, archive ?? ""), "-C", installed, "--strip-components=1"]);
  packed = await readdir(installed, { recursive: true });
  await symlink(join(project, "node_modules/@types"), join(consumer, "node_modules/@types"), "dir");
  await writeFile(join(consumer, "package.json"), JSON.stringify({ type: "module" }));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, text: string): Promise<string> {
  const path = join(consumer, name);
  await writeFile(path, text);
  return path;
}

/** As strictly as the compiler can, from the other project's point of view. */
function compile(...files: string[]) {
  const strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"];
  const options = ["--noEmit", "--module", "nodenext", "--types", "node"];
  return run(process.execPath, [tsc, ...strict, ...options, ...files], { cwd: consumer });
}

test("holds compiled JavaScript with declarations, and no sources", () => {
  expect(packed).toEqual(expect.arrayContaining(["README.md", "package.json", "dist/index.js", "dist/index.d.ts"]));
  expect(packed.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))).toEqual([]);
});

test("plain JavaScript imports it, and each of its other entry points", async () => {
  const program = await write(
    "program.js",
    `import { mergeMedia, mediaFindings, rawLink, rules } from "@flex-media/media";
     import { attachmentLimits } from "@flex-media/media/attachments";
     import { keyLayouts } from "@flex-media/media/recording-key";
     import { recordingMetadata } from "@flex-media/media/recording-metadata";
     const link = rawLink({ url: "https://crm.example/1", title: "Record" });
     console.log(JSON.stringify({
       attributes: mergeMedia({ a: 1 }, { task: [link] }),
       found: mediaFindings([link, link]).map(({ rule }) => rule),
       rules: rules.length,
       others: [typeof attachmentLimits, keyLayouts.length, typeof recordingMetadata],
     }));`,
  );
  const { stdout } = await run(process.execPath, [program]);
  const media = [{ type: "Raw", title: "Record", url: "https://crm.example/1" }];
  expect(JSON.parse(stdout)).toEqual({
    attributes: { a: 1, conversations: { media } },
    found: expect.arrayContaining(["raw-first", "twice"]),
    rules: rules.length,
    others: ["object", 2, "object"],
  });
});

describe("the README", () => {
  test("has a row for each rule, in the order of the rules", () => {
    const rows = rules.map(({ name, severity, holds }) => `| \`${name}\` | ${severity} | ${holds} |`);
    expect(readme).toContain(`\n${rows.join("\n")}\n`);
    expect(readme.match(/^\| `[a-z-]+` \| (?:error|warning) \|/gm)).toHaveLength(rows.length);
  });

  test("has examples that compile strictly against the package and run", async () => {
    expect(examples.length).toBeGreaterThan(3);
    const files = await Promise.all(examples.map((text, index) => write(`example-${index}.ts`, text)));
    const checked = compile(...files);
    await expect(checked).resolves.toMatchObject({ stdout: "" });
    for (const file of files) {
      await expect(run(process.execPath, [file])).resolves.toMatchObject({ stderr: "" });
    }
  });

  test("shows types that refuse what the package refuses", async () => {
    const wrong = await write(
      "wrong.ts",
      `import { voiceRecording } from "@flex-media/media";
       voiceRecording({ url: "https://a.example/", urlProvider: "https://a.example/" });`,
    );
    const checked = compile(wrong);
    await expect(checked).rejects.toMatchObject({ stdout: expect.stringContaining("wrong.ts(2,") });
  });
});
