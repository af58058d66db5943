import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { PROJECT_FOLDER } from "../../local/engine/project.ts";

const run = promisify(execFile);

test("the README shows the voice flow as it is deployed", async () => {
  const { stdout } = await run(process.execPath, [join(PROJECT_FOLDER, "infra/studio/print-flows.ts")]);
  const [picture] = /```mermaid\n[\s\S]*?```/.exec(stdout) ?? [];
  expect(picture).toContain("record-call");
  expect(await readFile(join(PROJECT_FOLDER, "README.md"), "utf8")).toContain(picture);
});
