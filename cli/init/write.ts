import { copyFile, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Mendable } from "../../local/engine/mendable.ts";
import type { Backend } from "./backend.ts";
import type { Change } from "./draft.ts";
import type { InitReach } from "./reach.ts";
import { type StackFile, withValues } from "./stack-file.ts";

export interface Plan {
  backend: Backend;
  file: StackFile;
  changes: readonly Change[];
  /** Whether the backend has no such stack yet. */
  isNew: boolean;
  /** What the secrets are to be sealed with from now on, where that changes. */
  newProvider: string | undefined;
}

/**
 * Makes the stack, and writes its values: all of them or, where something fails or somebody ends it, none, and then no
 * stack either. The values go into a copy of the file, which takes the file's place in the end.
 */
export async function write(plan: Plan, { stop, stderr }: Pick<InitReach, "stop" | "stderr">): Promise<void> {
  const { backend, file, changes, isNew, newProvider } = plan;
  const stack = backend.stack;
  if (newProvider !== undefined) {
    // Seals again what the file and the state hold. It can be changed back, but not undone by halves.
    await backend.run(["stack", "change-secrets-provider", newProvider, "--stack", stack]);
    stderr.write(`The secrets of ${stack} are sealed by ${newProvider} now.\n`);
  }
  if (!isNew && changes.length === 0) return;
  // Pulumi tells a file's form by its ending.
  const part = join(dirname(file.path), `.part.${file.name}`);
  let mayBeMade = false;
  try {
    if (isNew) {
      const args = ["stack", "init", stack, "--no-select", "--secrets-provider", backend.place.secretsProvider];
      // One that is refused has made nothing: a stack that is there all the same is somebody else's, of a moment ago.
      await backend.run(args).finally(() => {
        mayBeMade = stop.aborted;
      });
      mayBeMade = true;
    }
    await copyFile(file.path, part);
    const plain = changes.flatMap((change) => (change.secret ? [] : [[change.path, change.after] as const]));
    await writeFile(part, withValues(file.name, await readFile(part, "utf8"), new Map(plain)));
    for (const change of changes) {
      if (!change.secret) continue;
      const args = ["config", "set", change.path, "--secret", "--stack", stack, "--config-file", part];
      await backend.run(args, { input: change.after.reveal() });
    }
    stop.throwIfAborted();
    await rename(part, file.path);
  } catch (error) {
    await rm(part, { force: true });
    if (mayBeMade) await takeAway(backend);
    if (isNew) await writeFile(file.path, file.text);
    stderr.write(`${file.name} stays as it was${mayBeMade ? `, and there is no stack ${stack}` : ""}.\n`);
    throw error;
  }
}

/** Takes the new stack away again, which is empty. */
async function takeAway(backend: Backend): Promise<void> {
  // The signal that ended the work must not end this as well.
  const signal = new AbortController().signal;
  try {
    if (!(await backend.exists(signal))) return;
    await backend.run(["stack", "rm", backend.stack, "--yes", "--preserve-config"], { signal });
  } catch (error) {
    if (!(error instanceof Mendable)) throw error;
    throw new Mendable(
      `${error.message}\nThe stack ${backend.stack} is left, empty; \`npm run pulumi -- stack rm ${backend.stack}\` takes it away`,
    );
  }
}
