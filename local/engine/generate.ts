/**
 * `npm run generate`: generates the SDK of every provider into `sdks/` and compiles it. With `--check` it writes nothing, but fails and
 * names what is stale.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compileSdks } from "./compile-sdk.ts";
import { findEngineVisibly, orExplain } from "./entry.ts";
import { Mendable } from "./mendable.ts";
import { PROJECT_FOLDER } from "./project.ts";
import { generateSdk, providerFolders, staleFiles } from "./sdk.ts";
import { listSources, writeSources } from "./sdk-files.ts";

await orExplain(async () => {
  const { check } = parseArgs({ options: { check: { type: "boolean", default: false } } }).values;
  const engine = await findEngineVisibly({ pinned: true });
  const stale: string[] = [];
  for (const provider of await providerFolders(PROJECT_FOLDER)) {
    const sdk = await generateSdk(engine, PROJECT_FOLDER, provider);
    const folder = join("sdks", sdk.name);
    const differences = staleFiles(await listSources(join(PROJECT_FOLDER, folder)), sdk.files);
    if (check) {
      stale.push(...differences.map(({ path, remedy }) => `  ${remedy} ${folder}/${path}`));
      continue;
    }
    await writeSources(join(PROJECT_FOLDER, folder), sdk.files);
    console.log(`${folder}: ${sdk.files.size} files from ${provider}, ${differences.length} of them new or changed.`);
  }
  if (!check) await compileSdks();
  if (stale.length > 0) {
    throw new Mendable(
      `sdks/: differs from what the providers' schemas give; run \`npm run generate\` and commit the result.\n${stale.join("\n")}`,
    );
  }
});
