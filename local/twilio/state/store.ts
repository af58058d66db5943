import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { isErrno } from "../../errno.ts";
import { Mistake } from "../mistake.ts";

/** One product's part of an account's state: its shape in the state file, and what a fresh account has. */
export interface Slice<T> {
  readonly schema: z.ZodType<T>;
  fresh(account: FreshAccount): T;
}

export interface FreshAccount {
  readonly sid: string;
  readonly now: Date;
}

type Slices = Record<string, Slice<unknown>>;
export type StateOf<S extends Slices> = { [K in keyof S]: S[K] extends Slice<infer T> ? T : never };

/**
 * State that is whole at every moment: a change is made on a copy, written to the file (temporary file and
 * rename, so that a killed process leaves either the old or the new file), and only then seen by others.
 */
export interface StateStore<T> {
  readonly current: T;
  change<R>(mutate: (draft: T) => R): R;
}

const fileSchema = z.object({
  version: z.literal(1),
  account_sid: z.string(),
  state: z.record(z.string(), z.unknown()),
});

/**
 * Opens the state of an account: from the file where there is one, else (or for slices that the file lacks) fresh.
 * Without a file name the state lives in memory.
 * @throws Mistake that names the file, when it can't be read, isn't a state file or is another account's
 */
export function openState<S extends Slices>(
  slices: S,
  account: FreshAccount,
  file: string | undefined,
): StateStore<StateOf<S>> {
  const saved = file === undefined ? {} : readStateFile(file, account.sid);
  const state: Record<string, unknown> = {};
  for (const [name, slice] of Object.entries(slices)) {
    state[name] = name in saved ? parseSlice(file, name, slice, saved[name]) : slice.fresh(account);
  }
  let current = state as StateOf<S>;
  const write = (next: StateOf<S>) => {
    if (file !== undefined)
      writeWhole(file, `${JSON.stringify({ version: 1, account_sid: account.sid, state: next })}\n`);
  };
  write(current);
  return {
    get current() {
      return current;
    },
    change(mutate) {
      const draft = structuredClone(current);
      const result = mutate(draft);
      write(draft);
      current = draft;
      return result;
    },
  };
}

function readStateFile(file: string, accountSid: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (isErrno(error, "ENOENT")) return {};
    throw error;
  }
  const parsed = fileSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new Mistake(
      `${file}: is no state file of this version of local Twilio; delete it to start with a fresh account`,
    );
  }
  if (parsed.data.account_sid !== accountSid) {
    throw new Mistake(
      `${file}: holds the state of account ${parsed.data.account_sid}; use another file for ${accountSid}`,
    );
  }
  return parsed.data.state;
}

function parseSlice(file: string | undefined, name: string, slice: Slice<unknown>, value: unknown): unknown {
  const parsed = slice.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = [name, ...(parsed.error.issues[0]?.path ?? [])].join(".");
  throw new Mistake(`${file}: ${where} is not what local Twilio writes; delete the file to start with a fresh account`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Writes so that the file is always whole and readable by its owner only. */
export function writeWhole(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode: 0o600 });
  renameSync(temporary, file);
}
