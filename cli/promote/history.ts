import { z } from "zod";
import { jsonOf } from "../stack/pulumi.ts";
import type { Stack } from "../stack/stack.ts";

/** How many updates are read at a time, the newest first. */
const pageSize = 50;

const entrySchema = z.object({
  version: z.number(),
  kind: z.string(),
  startTime: z.string(),
  endTime: z.string().optional(),
  result: z.string().default(""),
  environment: z.record(z.string(), z.string()).default({}),
});
const pageSchema = z.array(entrySchema);
type Entry = z.output<typeof entrySchema>;

/** One run of the program on a stack, or its end, as the engine has recorded it. */
export interface StackUpdate {
  kind: "update" | "destroy";
  result: "succeeded" | "failed" | "in-progress";
  /** The commit that was checked out; undefined where it was no checkout of git. */
  commit: string | undefined;
  /** Whether the checkout was exactly that commit. Untracked files count, ignored ones don't. */
  isClean: boolean;
  /** Whether only chosen resources were updated. */
  isPartial: boolean;
  /** When it began, by ISO 8601. */
  startTime: string;
}

export interface StackHistory {
  /** Tells this history from a longer one. */
  newest: string;
  /** The last update or destroy, whatever came of it. */
  last: StackUpdate | undefined;
  /** The last update that came to its end, where no destroy came after it. */
  running: StackUpdate | undefined;
}

/** Reads of a stack's history what it runs, newest first and no further back than that needs. */
export async function historyOf({ name, pulumi }: Stack): Promise<StackHistory> {
  const history: StackHistory = { newest: "", last: undefined, running: undefined };
  for (let page = 1; ; page += 1) {
    const command = ["stack", "history", "--json", "--page-size", `${pageSize}`, "--page", `${page}`];
    const entries = pageSchema.parse(await jsonOf(name, pulumi, command));
    if (page === 1) history.newest = identityOf(entries[0]);
    for (const entry of entries) {
      const update = updateIn(entry);
      if (update === undefined) continue;
      history.last ??= update;
      if (update.result !== "succeeded") continue;
      if (update.kind === "update") history.running = update;
      return history;
    }
    if (entries.length < pageSize) return history;
  }
}

/** File backends give every update the version 0, so that its times have to tell. */
function identityOf(entry: Entry | undefined): string {
  return entry === undefined ? "" : [entry.version, entry.kind, entry.startTime, entry.endTime, entry.result].join(" ");
}

/** Undefined for what doesn't run the program: refreshes, imports, renames. */
function updateIn({ kind, result, environment, startTime }: Entry): StackUpdate | undefined {
  if (kind !== "update" && kind !== "destroy") return undefined;
  return {
    kind,
    result: result === "succeeded" || result === "in-progress" ? result : "failed",
    commit: environment["git.head"],
    isClean: environment["git.dirty"] === "false",
    isPartial: ["target", "exclude", "target-replace"].some((flag) => `pulumi.flag.${flag}` in environment),
    startTime,
  };
}
