/**
 * Writes `docs/reference/` from the declarations of the Twilio provider. With `--check` it writes nothing, but fails and
 * names what is stale.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { referencePages } from "../providers/kit/reference.ts";
import { twilio } from "../providers/twilio/provider.ts";
import { orExplain } from "./engine/entry.ts";
import { Mendable } from "./engine/mendable.ts";
import { PROJECT_FOLDER } from "./engine/project.ts";
import { staleFiles } from "./engine/sdk.ts";
import { listSources, writeSources } from "./engine/sdk-files.ts";

const folder = join(PROJECT_FOLDER, "docs/reference");
const examplesFolder = join(PROJECT_FOLDER, "docs/examples");

await orExplain(async () => {
  const { check } = parseArgs({ options: { check: { type: "boolean", default: false } } }).values;
  const pages = referencePages(twilio, await readExamples());
  const files = new Map([...pages].map(([path, text]) => [path, Buffer.from(text)]));
  const stale = staleFiles(await listSources(folder), files);
  if (!check) {
    await writeSources(folder, files);
    console.log(`docs/reference: ${files.size} pages, ${stale.length} of them new or changed.`);
    return;
  }
  if (stale.length === 0) return;
  const list = stale.map(({ path, remedy }) => `  ${remedy} docs/reference/${path}`).join("\n");
  throw new Mendable(
    `docs/reference/: differs from what the declarations give; run \`npm run generate\` and commit the result.\n${list}`,
  );
});

/** The example programs by the type that they show: the compiler checks them with everything else. */
async function readExamples(): Promise<Record<string, string>> {
  const types = [...twilio.resources, ...(twilio.functions ?? [])].map(({ type }) => type);
  const files = new Set(await readdir(examplesFolder, { recursive: true }));
  const examples = types
    .map((type) => ({ type, file: `${type.split(":").slice(1).join("/")}.ts` }))
    .filter(({ file }) => files.has(file))
    .map(async ({ type, file }) => [type, await readFile(join(examplesFolder, file), "utf8")] as const);
  return Object.fromEntries(await Promise.all(examples));
}
