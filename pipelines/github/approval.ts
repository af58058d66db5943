/** `pipelines/approval.sh ENVIRONMENT`: fails where nobody has to approve what is done in an environment. */
import { orExplain } from "../../local/engine/entry.ts";
import { Mendable } from "../../local/engine/mendable.ts";
import { githubAccess } from "./access.ts";
import { requiredReviewers } from "./required-reviewers.ts";

await orExplain(async () => {
  const [environment = ""] = process.argv.slice(2);
  const { WITHOUT_APPROVAL: without = "" } = process.env;
  const wrong: string[] = [];
  if (environment === "") wrong.push("ENVIRONMENT: is missing; name the environment");
  if (!["", "true", "false"].includes(without)) wrong.push("WITHOUT_APPROVAL: must be true or false, or left out");
  if (wrong.length > 0) throw new Mendable(wrong.join("\n"));
  if (without === "true") {
    console.log(`${environment}: nobody has to approve this, as WITHOUT_APPROVAL says.`);
    return;
  }
  const reviewers = await requiredReviewers(githubAccess(process.env), environment);
  if (reviewers === 0) {
    throw new Mendable(
      `ENVIRONMENT: ${environment} has no required reviewers, so nobody approved this; name them in the repository's settings, or set the variable WITHOUT_APPROVAL to true where its plan has none`,
    );
  }
  console.log(`${environment}: one of ${reviewers} reviewers has to approve.`);
});
