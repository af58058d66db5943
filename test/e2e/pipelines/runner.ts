import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CommandResult, runCommand } from "../../../local/engine/command.ts";
import { WorkflowFile } from "../../../local/workflows/workflow-file.ts";
import { type Contexts, condition, evaluated } from "./expression.ts";

export interface StepResult extends CommandResult {
  name: string;
  /** What it added to the page of the run. */
  summary: string;
}

export interface JobResult {
  /** Those that ran, by name. */
  steps: Record<string, StepResult>;
  outcome: "success" | "failure";
  outputs: Contexts;
}

/** Runs the `run:` steps of jobs in a clone, as a runner of GitHub does: by bash, with files for outputs and summaries. */
export class Runner {
  /** The steps that ran, as in `deploy/dev/Up`. */
  readonly ran = new Set<string>();
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.#folder = folder;
    this.#env = env;
  }

  /**
   * @param only the steps to run, by default all
   * @param contexts what the run knows beside its own steps
   */
  async run(workflow: string, jobName: string, contexts: Contexts, only?: readonly string[]): Promise<JobResult> {
    const file = await readWorkflow(this.#folder, workflow);
    const job = file.workflow?.jobs[jobName];
    if (job === undefined) throw new Error(`${workflow}.yml has no job ${jobName}`);
    const known: Contexts = { ...contexts, steps: {} };
    const result: JobResult = { steps: {}, outcome: "success", outputs: {} };
    const jobEnv = evaluatedAll(job.env, known);
    for (const { name = "", id, run, env, if: when } of job.steps) {
      if (run === undefined || (only !== undefined && !only.includes(name))) continue;
      const steps = known.steps as Contexts;
      if (!condition(when as string | undefined, known, result.outcome === "failure")) {
        if (id !== undefined) steps[id] = { outcome: "skipped" };
        continue;
      }
      this.ran.add(`${workflow}/${jobName}/${name}`);
      const { step, outputs } = await this.#step(name, run, { ...jobEnv, ...evaluatedAll(env, known) });
      result.steps[name] = step;
      if (step.code !== 0) result.outcome = "failure";
      if (id !== undefined) steps[id] = { outcome: step.code === 0 ? "success" : "failure", outputs };
    }
    result.outputs = evaluatedAll((job.outputs ?? {}) as Record<string, unknown>, known);
    return result;
  }

  async #step(name: string, script: string, env: Record<string, string>) {
    const files = await mkdtemp(join(tmpdir(), "flex-media-step-"));
    try {
      const [GITHUB_OUTPUT, GITHUB_STEP_SUMMARY] = [join(files, "output"), join(files, "summary")];
      for (const file of [GITHUB_OUTPUT, GITHUB_STEP_SUMMARY]) await writeFile(file, "");
      const result = await runCommand("bash", ["-e", "-c", script], {
        cwd: this.#folder,
        env: { ...this.#env, ...env, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY },
      });
      const lines = (await readFile(GITHUB_OUTPUT, "utf8")).split("\n").filter(Boolean);
      const outputs = Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
      );
      return { step: { ...result, name, summary: await readFile(GITHUB_STEP_SUMMARY, "utf8") }, outputs };
    } finally {
      await rm(files, { recursive: true, force: true });
    }
  }
}

export async function readWorkflow(folder: string, name: string): Promise<WorkflowFile> {
  const path = join(folder, ".github/workflows", `${name}.yml`);
  return new WorkflowFile(`${name}.yml`, await readFile(path, "utf8"));
}

function evaluatedAll(values: Readonly<Record<string, unknown>>, contexts: Contexts): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, evaluated(`${value}`, contexts)]));
}
