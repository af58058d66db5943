/**
 * Compiles the generated SDKs, which are TypeScript, into `sdks/<name>/bin`, from where they are imported. npm does not
 * run the script that they bring for this. Can be imported or run.
 */
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Mendable } from "./mendable.ts";
import { PROJECT_FOLDER } from "./project.ts";
import { replaceFolder } from "./replace-folder.ts";
import { listSources } from "./sdk-files.ts";

/** Says of which sources a compiled folder was made. */
const STAMP = ".sources";

/**
 * Compiles every SDK below `sdks/` whose sources changed since it was last compiled, with the project's own TypeScript.
 *
 * @returns the names of those compiled now
 * @throws {Mendable} with what the compiler said
 */
export async function compileSdks(project = PROJECT_FOLDER): Promise<string[]> {
  const root = join(project, "sdks");
  const names = (await readdir(root).catch(() => [])).filter((name) => existsSync(join(root, name, "tsconfig.json")));
  const compiled: string[] = [];
  for (const name of names.sort()) {
    if (await compile(project, join(root, name))) compiled.push(name);
  }
  return compiled;
}

async function compile(project: string, folder: string): Promise<boolean> {
  const bin = join(folder, "bin");
  const stamp = await fingerprint(project, folder);
  if ((await readFile(join(bin, STAMP), "utf8").catch(() => undefined)) === stamp) return false;

  // Beside the folder that it becomes, so that the paths in its source maps are right.
  const fresh = `${bin}.${randomBytes(4).toString("hex")}`;
  try {
    await typescript(project, folder, fresh);
    // The compiled code reads its version from a package.json beside it.
    await copyFile(join(folder, "package.json"), join(fresh, "package.json"));
    await writeFile(join(fresh, STAMP), stamp);
    await replaceFolder(fresh, bin);
    return true;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function fingerprint(project: string, folder: string): Promise<string> {
  const hash = createHash("sha256").update(compilerOf(project).version);
  for (const [path, content] of await listSources(folder))
    hash.update(`\0${path}\0${content.length}\0`).update(content);
  return hash.digest("hex");
}

function compilerOf(project: string): { version: string; tsc: string } {
  const require = createRequire(join(project, "package.json"));
  return { version: require("typescript/package.json").version, tsc: require.resolve("typescript/bin/tsc") };
}

async function typescript(project: string, folder: string, outDir: string): Promise<void> {
  const compiler = spawn(process.execPath, [compilerOf(project).tsc, "--project", folder, "--outDir", outDir], {
    cwd: project,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    compiler.once("error", reject).once("close", resolve);
  });
  const [output, code] = await Promise.all([text(compiler.stdout), ended]);
  if (code === 0) return;
  throw new Mendable(`${folder}: does not compile; run \`npm run generate\`.\n${output.trim()}`);
}

if (import.meta.main) {
  for (const name of await compileSdks()) console.log(`sdks/${name}: compiled.`);
}
