/** `pipelines/comment.sh STACK FILE`: shows a report on the pull request that it is of. */
import { orExplain } from "../../local/engine/entry.ts";
import { Mendable } from "../../local/engine/mendable.ts";
import { githubAccess } from "./access.ts";
import { showReport } from "./pull-request-comment.ts";
import { readReport } from "./report-file.ts";

await orExplain(async () => {
  const [stack = "", file = ""] = process.argv.slice(2);
  const pullRequest = process.env.PULL_REQUEST ?? "";
  const wrong: string[] = [];
  if (!/^[\w./-]+$/.test(stack)) wrong.push("STACK: is no stack's name; give the stack that the report is about");
  if (file === "") wrong.push("FILE: is missing; name the report");
  if (!/^[1-9]\d{0,9}$/.test(pullRequest)) wrong.push("PULL_REQUEST: is no number; set it to the pull request's");
  if (wrong.length > 0) throw new Mendable(wrong.join("\n"));
  console.log(await showReport(githubAccess(process.env), Number(pullRequest), stack, await readReport(file)));
});
