/** `npm run bench -- provider`: the provider against the same program with dynamic providers, both measured in this run. */

import { join } from "node:path";
import { parseArgs } from "node:util";
import { orExplain } from "../../local/engine/entry.ts";
import { measure } from "./provider/side.ts";
import { dynamicStartUp, ourStartUp } from "./provider/start-up.ts";
import { compare, row } from "./table.ts";

await orExplain(async () => {
  const { values } = parseArgs({ options: { resources: { type: "string", default: "300" } } });
  const count = Number(values.resources);
  console.log(`${count} TaskRouter resources: ours, and dynamic providers with the official client`);
  const ours = await measure(count);
  const dynamic = await measure(count, join(import.meta.dirname, "provider/dynamic-program"));
  const bare = await measure(count, join(import.meta.dirname, "provider/bare-program"));
  const [ourStart, dynamicStart] = [await ourStartUp(), await dynamicStartUp()];

  row("", "ours", "dynamic", "ratio");
  for (const [name, key] of [
    ["first up", "firstUp"],
    ["no-op preview", "noOpPreview"],
    ["refresh", "refresh"],
  ] as const) {
    compare(`${name}, s`, ours[key].milliseconds / 1000, dynamic[key].milliseconds / 1000);
    compare(`${name}, calls`, ours[key].calls, dynamic[key].calls);
  }
  // Engine and program take most of a preview whatever the provider does.
  const own = (side: typeof ours) => (side.noOpPreview.milliseconds - bare.noOpPreview.milliseconds) / 1000;
  compare("preview beyond bare, s", own(ours), own(dynamic));
  compare("state, KiB", ours.stateBytes / 1024, dynamic.stateBytes / 1024);
  compare("plugin start, ms", ourStart.milliseconds, dynamicStart.milliseconds);
  compare("plugin memory, MiB", ourStart.mebibytes, dynamicStart.mebibytes);
});
