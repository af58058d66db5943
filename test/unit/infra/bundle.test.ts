import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleFunction } from "../../../infra/bundle.ts";

const project = resolve(import.meta.dirname, "../../..");
const entry = "functions/url-provider/index.ts";
const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bundle-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A second checkout, as deep in the tree as is asked for, with the same dependencies. */
async function checkout(path: string): Promise<string> {
  const copy = join(folder, path);
  await mkdir(copy, { recursive: true });
  for (const part of ["functions", "media", "infra/bundle.ts", "package.json"]) {
    await cp(join(project, part), join(copy, part), { recursive: true });
  }
  await symlink(join(project, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** The bundle as another process makes it in another checkout, with the working directory elsewhere. */
async function bundleIn(copy: string): Promise<string> {
  const script = `const { bundleFunction } = await import(process.argv[1]);
    process.stdout.write((await bundleFunction(${JSON.stringify(entry)})).code);`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script, join(copy, "infra/bundle.ts")], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

test("two checkouts give the same bytes, and no path of either", async () => {
  const here = await bundleFunction(entry);
  const near = await bundleIn(await checkout("a"));
  const deep = await checkout("some where/else/entirely");
  await writeFile(join(deep, "tsconfig.json"), '{"compilerOptions":{"target":"es5","experimentalDecorators":true}}');
  expect(near === here.code).toBe(true);
  expect((await bundleIn(deep)) === here.code).toBe(true);
  for (const path of [project, folder, "node_modules", "functions/"]) expect(here.code.includes(path)).toBe(false);
  expect(here.code).not.toContain("sourceMappingURL");
});

test("a changed source gives other bytes", async () => {
  const copy = await checkout("changed");
  await writeFile(join(copy, entry), 'export const handler = async () => "another";');
  expect(await bundleIn(copy)).toContain('"another"');
});

test("the file stands alone: it imports Node's own modules only, and exports the handler", async () => {
  const { code, fileName } = await bundleFunction(entry);
  const imported = [...code.matchAll(/\b(?:from|import)"([^"]+)"/g)].map(([, name]) => name ?? "");
  expect(imported.length).toBeGreaterThan(0);
  expect(imported.filter((name) => !isBuiltin(name))).toEqual([]);

  const file = join(folder, fileName);
  await writeFile(file, code);
  const script = "const { handler } = await import(process.argv[1]); await handler({});";
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script, file], { cwd: folder, env: {} });
  expect(JSON.parse(stdout)).toMatchObject({ decision: "failed", reason: "misconfigured" });
});

test("it is small", async () => {
  const { code } = await bundleFunction(entry);
  expect(code.length).toBeLessThan(50_000);
  expect(gzipSync(code).length).toBeLessThan(20_000);
});

test("of the places where credentials may lie, a bundled SDK client knows Lambda's only", async () => {
  const copy = await checkout("client");
  const client = 'export * from "@aws-sdk/client-secrets-manager";';
  await writeFile(join(copy, entry), client);
  const code = await bundleIn(copy);
  // SSO, web identity and processes, say.
  for (const elsewhere of ["sso_start_url", "AssumeRoleWithWebIdentity", "credential_process"]) {
    expect(code.includes(elsewhere)).toBe(false);
  }
  expect(code).toContain("AWS_SESSION_TOKEN");
});

test("an entry that isn't there is an error that names it", async () => {
  await expect(bundleFunction("functions/none.ts")).rejects.toThrow('Could not resolve "functions/none.ts"');
});
