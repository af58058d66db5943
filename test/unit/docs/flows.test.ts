import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { flexMedia } from "../../../infra/settings/schema.ts";
import { refuseOtherMechanism } from "../../../infra/studio/checks/mechanism.ts";
import { PropertyShape } from "../../../providers/kit/index.ts";
import { flows } from "../../e2e/studio/flows.ts";

const run = promisify(execFile);
const project = join(import.meta.dirname, "../../..");
const guide = await readFile(join(project, "docs/flows.md"), "utf8");
const examples = [...guide.matchAll(/^```ts\n\/\/ infra\/(\S+)\n(.*?)^```$/gms)].map(([, file = "", text = ""]) => ({
  file,
  text,
}));

let folder: string;

beforeAll(async () => {
  // The project as it is, with the examples among the files of infra/.
  folder = await mkdtemp(join(tmpdir(), "flex-media-docs-"));
  await mkdir(join(folder, "infra"));
  for (const name of await readdir(join(project, "infra"))) {
    await symlink(join(project, "infra", name), join(folder, "infra", name));
  }
  for (const name of ["media", "providers", "sdks", "functions", "node_modules", "package.json", "tsconfig.json"]) {
    await symlink(join(project, name), join(folder, name));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("examples compile as strictly as the project does", async () => {
  expect(examples.map(({ file }) => file)).toEqual(["our-calls.ts", "our-closing-hours.ts"]);
  for (const { file, text } of examples) await writeFile(join(folder, "infra", file), text);
  const settings = { extends: "./tsconfig.json", files: examples.map(({ file }) => `infra/${file}`), exclude: [] };
  await writeFile(join(folder, "tsconfig.examples.json"), JSON.stringify(settings));
  const tsc = join(project, "node_modules/typescript/bin/tsc");
  const compiled = await run(process.execPath, [tsc, "--project", "tsconfig.examples.json"], { cwd: folder });
  expect(compiled.stdout).toBe("");

  const [calls] = examples;
  const wrong = (calls?.text ?? "").replace('timeout: "Menu"', 'timeout: "Voicemial"');
  await writeFile(join(folder, "infra/our-calls.ts"), wrong);
  await expect(
    run(process.execPath, [tsc, "--project", "tsconfig.examples.json"], { cwd: folder }),
  ).rejects.toMatchObject({ stdout: expect.stringContaining("leads to a widget that this flow doesn't have") });
});

test("pictures are those of the flows", async () => {
  const { stdout } = await run(process.execPath, ["infra/studio/print-flows.ts"], { cwd: project });
  const pictures = stdout.match(/^```mermaid\n[\s\S]*?^```$/gm) ?? [];
  expect(guide.match(/^```mermaid\n[\s\S]*?^```$/gm)).toEqual(pictures);
});

test("the table has every setting", () => {
  const sections = new PropertyShape(flexMedia).node;
  const settings = ["recording", "voice", "messaging"].flatMap((section) =>
    sections
      .property(section)
      .propertyNames()
      .map((name) => `${section}.${name}`),
  );
  const [, table = ""] = /^\| Setting .*\n((?:\|.*\n)+)/m.exec(guide) ?? [];
  const told = [...table.matchAll(/^\| (.*?) \|/gm)].flatMap(
    ([, names = ""]) => names.match(/(?<=`)[a-z]\w*\.\w+(?=`)/gi) ?? [],
  );
  expect(told.toSorted()).toEqual(settings.toSorted());
});

test("refusals read as they do", () => {
  const refused = Object.entries(flows)
    .flatMap(([, build]) => [() => refuseOtherMechanism(build(), "native"), build])
    .flatMap((attempt) => linesOf(attempt));
  const [, table = ""] = /^\| What +\| How it reads .*\n((?:\|.*\n)+)/m.exec(guide) ?? [];
  const told = [...table.matchAll(/`(widgets.*)` \|$/gm)].map(([, line = ""]) => line.replaceAll("\\|", "|"));
  const shown = guide.match(/^widgets\..*$/gm) ?? [];
  expect(told.length).toBeGreaterThan(10);
  for (const line of [...told, ...shown]) expect(refused).toContain(line);
});

function linesOf(attempt: () => unknown): string[] {
  try {
    attempt();
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split("\n") : [];
  }
}
