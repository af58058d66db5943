import { type Document, isNode, isScalar, LineCounter, type ParsedNode, parseDocument } from "yaml";
import { z } from "zod";

/** What is wrong at a place of a file. Line and column count from one. */
export interface Finding {
  file: string;
  line: number;
  column: number;
  message: string;
}

const concurrencySchema = z.union([
  z.string().transform((group) => ({ group })),
  z.looseObject({
    group: z.string(),
    "cancel-in-progress": z.union([z.boolean(), z.string()]).optional(),
    queue: z.string().optional(),
  }),
]);
const permissionsSchema = z.union([z.string(), z.record(z.string(), z.string())]).nullish();
const environmentSchema = z.union([z.string().transform((name) => ({ name })), z.looseObject({ name: z.string() })]);
const stepSchema = z.looseObject({
  name: z.string().optional(),
  id: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
  env: z.record(z.string(), z.unknown()).default({}),
});
const jobSchema = z.looseObject({
  if: z.string().optional(),
  uses: z.string().optional(),
  permissions: permissionsSchema,
  environment: environmentSchema.optional(),
  concurrency: concurrencySchema.optional(),
  "timeout-minutes": z.unknown().optional(),
  env: z.record(z.string(), z.unknown()).default({}),
  steps: z.array(stepSchema).default([]),
});
const workflowSchema = z.looseObject({
  on: z.union([
    z.string().transform((event) => ({ [event]: null as unknown })),
    z.array(z.string()).transform((events) => Object.fromEntries(events.map((event) => [event, null as unknown]))),
    z.record(z.string(), z.unknown()),
  ]),
  permissions: permissionsSchema,
  concurrency: concurrencySchema.optional(),
  env: z.record(z.string(), z.unknown()).default({}),
  jobs: z.record(z.string(), jobSchema),
});

export type Step = z.output<typeof stepSchema>;
export type Job = z.output<typeof jobSchema>;
export type Workflow = z.output<typeof workflowSchema>;
/** Where something is in a file, as in `["jobs", "check", "steps", 0]`. */
export type Path = readonly (string | number)[];

/** A workflow file of GitHub: what it says, and where. */
export class WorkflowFile {
  readonly file: string;
  /** Undefined where it isn't a workflow at all. */
  readonly workflow: Workflow | undefined;
  readonly #document: Document.Parsed<ParsedNode, true> | Document.Parsed;
  readonly #lines = new LineCounter();

  constructor(file: string, text: string) {
    this.file = file;
    this.#document = parseDocument(text, { lineCounter: this.#lines });
    const read = this.#document.errors.length > 0 ? undefined : workflowSchema.safeParse(this.#document.toJS());
    this.workflow = read?.success ? read.data : undefined;
  }

  /** Every step with its job and its place. */
  *steps(): Generator<{ job: string; step: Step; path: Path }> {
    for (const [job, { steps }] of Object.entries(this.workflow?.jobs ?? {})) {
      for (const [index, step] of steps.entries()) yield { job, step, path: ["jobs", job, "steps", index] };
    }
  }

  *jobs(): Generator<{ name: string; job: Job; path: Path }> {
    for (const [name, job] of Object.entries(this.workflow?.jobs ?? {})) yield { name, job, path: ["jobs", name] };
  }

  /** The comment behind a value. */
  commentAt(path: Path): string | undefined {
    const node = this.#document.getIn(path, true);
    return isScalar(node) ? node.comment?.trim() : undefined;
  }

  /** Something wrong at a place, or at what is nearest to it and there. */
  finding(path: Path, message: string): Finding {
    const { line, col } = this.#lines.linePos(this.#offset(path));
    return {
      file: this.file,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      message: `${formatted(path)}: ${message}`,
    };
  }

  #offset(path: Path): number {
    for (let length = path.length; length > 0; length -= 1) {
      const node = this.#document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range != null) return node.range[0];
    }
    return 0;
  }
}

function formatted(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}
