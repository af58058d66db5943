/** `pipelines/drift-issue.sh STACK CODE FILE`: keeps a stack's issue while there is drift. */
import { orExplain } from "../../local/engine/entry.ts";
import { Mendable } from "../../local/engine/mendable.ts";
import { githubAccess } from "./access.ts";
import { readReport } from "./report-file.ts";
import { tellDrift, tellNoDrift, tellUntold } from "./stack-drift.ts";

await orExplain(async () => {
  const [stack = "", code = "", file = ""] = process.argv.slice(2);
  const wrong: string[] = [];
  if (!/^[\w./-]+$/.test(stack)) wrong.push("STACK: is no stack's name; give the stack that was looked at");
  if (!/^\d{0,3}$/.test(code)) wrong.push("CODE: is no exit code; give what pipelines/drift.sh ended with, or nothing");
  if (file === "") wrong.push("FILE: is missing; name the report");
  if (wrong.length > 0) throw new Mendable(wrong.join("\n"));
  const access = githubAccess(process.env);
  if (code === "0") {
    console.log(await tellNoDrift(access, stack));
    return;
  }
  if (code !== "2") {
    console.log(await tellUntold(access, stack));
    return;
  }
  const report = await readReport(file);
  if (report === undefined) throw new Mendable(`FILE: ${file} is not there; run pipelines/drift.sh first`);
  console.log(await tellDrift(access, stack, report));
});
