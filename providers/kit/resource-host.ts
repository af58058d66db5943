import { z } from "zod";
import { autonamed, type NameProposal } from "./autonaming.ts";
import { PropertyShape, withoutSecretsIn } from "./check.ts";
import type { AnyResource, Context, Prior } from "./declare.ts";
import { differences, type PropertyDifference } from "./diff.ts";
import { type CheckFailure, type PartialResourceError, ProviderError } from "./errors.ts";
import { covers, overlaps, type PropertyPath, parsePath } from "./property-path.ts";
import { mapAsDeclared, sealed } from "./secrecy.ts";
import { asPropertyMap, type PropertyMap, unknown } from "./values.ts";

/** A resource's inputs and state as the engine last saved them. */
export interface Saved {
  inputs: PropertyMap;
  state: PropertyMap;
}

export interface CheckOptions<Client> {
  name: string;
  client: Client | undefined;
  signal: AbortSignal;
  randomSeed: Uint8Array;
  proposal: NameProposal | undefined;
}

export interface ResourceDiff {
  changes: (PropertyDifference & { replace: boolean; output?: true })[];
  deleteBeforeReplace: boolean;
}

type AnyPrior = Prior<z.ZodObject, z.ZodObject>;

/** Runs one declared resource's lifecycle on property maps: checks before it, defaults, secrets and previews around it. */
export class ResourceHost<Client> {
  readonly declaration: AnyResource<Client>;
  readonly #inputs: PropertyShape;
  readonly #state: PropertyShape;
  readonly #replaceOn: PropertyPath[];

  constructor(declaration: AnyResource<Client>) {
    this.declaration = declaration;
    this.#inputs = new PropertyShape(declaration.inputs);
    this.#state = new PropertyShape(z.strictObject({ ...declaration.inputs.shape, ...declaration.outputs.shape }));
    this.#replaceOn = (declaration.replaceOn ?? []).map(parsePath);
  }

  async check(
    news: PropertyMap,
    olds: PropertyMap | undefined,
    options: CheckOptions<Client>,
  ): Promise<{ properties: PropertyMap; failures: CheckFailure[] }> {
    const named = autonamed(this.declaration.autonaming, news, olds, options);
    const { properties, failures } = this.#inputs.check(named);
    const own = await this.declaration.check?.(this.#inputs.declared(properties), {
      client: options.client,
      prior: olds === undefined ? undefined : this.#inputs.declared(olds),
      signal: options.signal,
    });
    return {
      properties,
      failures: [...failures, ...(own ?? []).map((failure) => withoutSecretsIn(failure, properties))],
    };
  }

  diff(saved: Saved, news: PropertyMap, ignoreChanges: readonly string[]): ResourceDiff {
    const ignore = ignoreChanges.map(ignoredPath);
    const found = differences(this.#inputs.node, saved.inputs, news, {
      sameMeaning: this.declaration.sameMeaning ?? {},
      ignore,
    });
    const fixed = this.declaration.update === undefined;
    const changes = found.map((difference) => ({
      ...difference,
      replace: fixed || this.#replaceOn.some((at) => overlaps(at, difference.path)),
    }));
    const unsettled = (this.declaration.unsettled?.(this.#prior(saved).state) ?? [])
      .map((key) => ({ path: [key], kind: "update" as const, replace: false, output: true as const }))
      .filter(({ path }) => !ignore.some((pattern) => covers(pattern, path)));
    return {
      changes: [...changes, ...unsettled],
      deleteBeforeReplace: this.declaration.deleteBeforeReplace === true,
    };
  }

  /** The state that a create, or with a prior an update, would give, as far as it can be told without writing. */
  async preview(
    inputs: PropertyMap,
    saved: Saved | undefined,
    client: Client | undefined,
    signal: AbortSignal,
  ): Promise<PropertyMap> {
    const prior = saved && this.#prior(saved);
    const declared = this.#inputs.declared(inputs);
    const known =
      client === undefined ? {} : ((await this.declaration.preview?.(declared, prior, client, signal)) ?? {});
    const outputs: PropertyMap = {};
    for (const key of Object.keys(this.declaration.outputs.shape)) {
      const kept = this.declaration.stable?.includes(key) ? saved?.state[key] : undefined;
      outputs[key] = asPropertyMap(known)[key] ?? kept ?? unknown;
    }
    return this.stateOf(inputs, outputs);
  }

  async create(inputs: PropertyMap, context: Context<Client>): Promise<{ id: string; state: PropertyMap }> {
    const { id, outputs } = await this.declaration.create(this.#inputs.declared(inputs), context);
    return { id, state: this.stateOf(inputs, asPropertyMap(outputs)) };
  }

  async read(
    id: string,
    saved: Saved | undefined,
    context: Context<Client>,
  ): Promise<{ inputs: PropertyMap; state: PropertyMap } | undefined> {
    const found = await this.declaration.read(id, saved && this.#prior(saved), context);
    if (found === undefined) return undefined;
    const inputs = sealed(this.#inputs.node, asPropertyMap(found.inputs), saved?.inputs);
    return { inputs, state: this.stateOf(inputs, asPropertyMap(found.outputs)) };
  }

  async update(id: string, inputs: PropertyMap, saved: Saved, context: Context<Client>): Promise<PropertyMap> {
    const { update, type } = this.declaration;
    if (update === undefined) {
      throw new ProviderError(`${type} can't be changed in place; run pulumi up --replace '${context.urn}'.`);
    }
    const outputs = await update.call(this.declaration, id, this.#inputs.declared(inputs), this.#prior(saved), context);
    return this.stateOf(inputs, asPropertyMap(outputs));
  }

  async delete(id: string, saved: Saved, context: Context<Client>): Promise<void> {
    await this.declaration.delete(id, this.#prior(saved), context);
  }

  /** Inputs and outputs as state, with the secrets that either the declaration or the user's inputs ask for. */
  stateOf(inputs: PropertyMap, outputs: PropertyMap): PropertyMap {
    return sealed(this.#state.node, { ...inputs, ...outputs }, inputs);
  }

  /** The state of a resource that is not ready: the outputs that the error tells of, and else those known before. */
  partialState(inputs: PropertyMap, error: PartialResourceError, saved: Saved | undefined): PropertyMap {
    const isOutput = (key: string) => Object.hasOwn(this.declaration.outputs.shape, key);
    const known = Object.entries(saved?.state ?? {}).filter(([key]) => isOutput(key));
    return this.stateOf(inputs, { ...Object.fromEntries(known), ...asPropertyMap(error.outputs) });
  }

  #prior(saved: Saved): AnyPrior {
    return {
      inputs: mapAsDeclared(this.#inputs.node, saved.inputs),
      state: mapAsDeclared(this.#state.node, saved.state),
    } as AnyPrior;
  }
}

function ignoredPath(text: string): PropertyPath {
  try {
    return parsePath(text);
  } catch (error) {
    throw new ProviderError(`ignoreChanges: ${(error as Error).message}`);
  }
}
