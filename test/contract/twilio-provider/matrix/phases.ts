import type { SavedResource } from "../../../../providers/kit/testing.ts";
import { halfMade } from "../../../../providers/kit/testing-failure.ts";
import type { Account } from "./account.ts";
import type { Declared, ResourceCase } from "./case.ts";

/** A part of a resource's life: what goes before it, itself, and what must be true when it has converged. */
export interface Phase {
  name: "create" | "update" | "read" | "delete";
  /** Brings the resource to where the phase begins. */
  before(account: Account, resource: ResourceCase, declared: Declared): Promise<SavedResource | undefined>;
  /** One attempt, as the engine makes it with what it has saved: the new state, or what is left of it on a failure. */
  attempt(account: Account, type: string, declared: Declared, saved: SavedResource | undefined): Promise<Attempt>;
  /** What the account must hold afterwards, beside the resource that is saved. */
  remains(resource: ResourceCase): number;
}

export interface Attempt {
  saved: SavedResource | undefined;
  error?: Error;
}

const create: Phase = {
  name: "create",
  before: async () => undefined,
  attempt: ({ provider }, type, { inputs }, saved) =>
    attempted(saved, () => (saved ? provider.update(type, saved, inputs) : provider.create(type, inputs))),
  remains: () => 1,
};

const update: Phase = {
  name: "update",
  before: ({ provider }, { type }, { inputs }) => provider.create(type, inputs),
  attempt: ({ provider }, type, { changed }, saved) =>
    attempted(saved, () => provider.update(type, saved as SavedResource, changed)),
  remains: () => 1,
};

const read: Phase = {
  name: "read",
  before: update.before,
  attempt: ({ provider }, type, _, saved) => attempted(saved, () => provider.read(type, saved as SavedResource)),
  remains: () => 1,
};

const remove: Phase = {
  name: "delete",
  before: update.before,
  attempt: ({ provider }, type, _, saved) =>
    attempted(saved, async () => {
      await provider.delete(type, saved as SavedResource);
      return undefined;
    }),
  remains: ({ adopted }) => (adopted ? 1 : 0),
};

export const phases: readonly Phase[] = [create, update, read, remove];

async function attempted(
  saved: SavedResource | undefined,
  work: () => Promise<SavedResource | undefined>,
): Promise<Attempt> {
  try {
    return { saved: await work() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { saved: halfMade(error) ?? saved, error };
  }
}
