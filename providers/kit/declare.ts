import type { z } from "zod";
import type { SameMeaning } from "./diff.ts";
import type { CheckFailure } from "./errors.ts";

/** Messages that the engine shows beside the resource. Never pass a secret. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
}

/** What every lifecycle function is given besides its properties. */
export interface Context<Client> {
  /** What the provider's `configure` made of its configuration. */
  client: Client;
  /** Aborted when the user cancels or the resource's timeout is over; pass it to every wait and request. */
  signal: AbortSignal;
  log: Logger;
  /** The resource's URN. */
  urn: string;
  /** The resource's name in the program. */
  name: string;
}

/** A resource's last known inputs and outputs. */
export interface Prior<I extends z.ZodObject, O extends z.ZodObject> {
  inputs: z.output<I>;
  /**
   * Inputs and computed outputs together, as they lie in state. Outputs are missing where the resource is
   * only half made, and where a program looks it up by its id.
   */
  state: z.output<I> & z.output<O>;
}

/** How the engine names a resource that the program did not name. */
export interface Autonaming {
  /** The input that holds the name. */
  property: string;
  /** The longest name that the service takes, in characters. */
  maxLength: number;
  /** Names may hold lower-case letters only. */
  lowerCase?: boolean;
}

/** Longest durations in seconds, where the program gives no `customTimeouts`. */
export interface Timeouts {
  create?: number;
  read?: number;
  update?: number;
  delete?: number;
}

/** What the reference tells of a resource beside its schema and description. */
export interface ReferenceNotes {
  /** The API calls that its lifecycle makes, as in `GET flex-api.twilio.com/v1/Configuration`. */
  calls: readonly string[];
  /** What a restricted credential must be allowed to do, in the service's own words. */
  permissions?: readonly string[];
  /** What an import takes as the ID, as in `the account SID`. */
  importId?: string;
}

/**
 * A resource: what it takes, what it gives, and how it is made, found, changed and unmade. From the
 * schemas come the Pulumi schema, the runtime checks and the types of these functions.
 */
export interface ResourceDeclaration<Client, I extends z.ZodObject, O extends z.ZodObject> {
  /** `package:module:Name`. */
  type: string;
  /** Markdown, shown in the SDK: what it is, its blast radius, what can't be undone. */
  description: string;
  /** A strict object; unknown properties are refused. */
  inputs: I;
  /** The computed properties. State holds the inputs and these; a key in both is taken from these. */
  outputs: O;
  /** Paths of inputs whose change forces a replacement. */
  replaceOn?: readonly string[];
  /** The old one must be gone before the new one can be made, because names collide. */
  deleteBeforeReplace?: boolean;
  /** Outputs that no update changes: they stay known in the preview of an update. */
  stable?: readonly (keyof z.output<O> & string)[];
  /** Comparisons for inputs whose spelling may differ while their meaning does not. */
  sameMeaning?: Record<string, SameMeaning>;
  /**
   * The outputs that the last operation had to leave open, such as a proof for which there was nothing to go
   * by yet. As long as there are any, `up` runs an update although no input has changed.
   */
  unsettled?(state: z.output<I> & z.output<O>): readonly (keyof z.output<O> & string)[];
  autonaming?: Autonaming;
  timeouts?: Timeouts;
  reference?: ReferenceNotes;
  /**
   * Rules that need more than one property's schema. Sees inputs that may be wrong or unknown (then
   * {@link Unknown}) and the client, if the provider could be configured. Must not write anything.
   */
  check?(
    inputs: Readonly<Record<string, unknown>>,
    context: { client: Client | undefined; prior: Readonly<Record<string, unknown>> | undefined; signal: AbortSignal },
  ): CheckFailure[] | Promise<CheckFailure[]>;
  /**
   * The outputs that can be told before anything is written. What is left out shows as unknown. May look at the service,
   * within `signal`, and must not write; what it throws fails the preview.
   */
  preview?(
    inputs: Readonly<Record<string, unknown>>,
    prior: Prior<I, O> | undefined,
    client: Client,
    signal: AbortSignal,
  ): Partial<z.output<O>> | Promise<Partial<z.output<O>>>;
  /** Makes it. Throw a {@link PartialResourceError} if it exists but is not ready. */
  create(inputs: z.output<I>, context: Context<Client>): Promise<{ id: string; outputs: z.output<O> }>;
  /**
   * Looks it up, for refresh (with what was known) and import (without). `undefined` means proven gone.
   * The inputs hold what the user would have to declare to get what is there: on a refresh, of the
   * properties that were declared.
   */
  read(
    id: string,
    prior: Prior<I, O> | undefined,
    context: Context<Client>,
  ): Promise<{ inputs: z.output<I>; outputs: z.output<O> } | undefined>;
  /** Changes it in place. Without this function every change replaces. */
  update?(id: string, inputs: z.output<I>, prior: Prior<I, O>, context: Context<Client>): Promise<z.output<O>>;
  /** Unmakes it. Already gone is done. */
  delete(id: string, prior: Prior<I, O>, context: Context<Client>): Promise<void>;
}

/** A function of the provider: it looks something up and changes nothing. */
export interface FunctionDeclaration<Client, I extends z.ZodObject, O extends z.ZodObject> {
  /** `package:module:name`. */
  type: string;
  description: string;
  inputs: I;
  outputs: O;
  reference?: Pick<ReferenceNotes, "calls" | "permissions">;
  invoke(inputs: z.output<I>, context: Omit<Context<Client>, "urn" | "name">): Promise<z.output<O>>;
}

/** A declared resource whose own property types are forgotten, as the server handles it. */
export type AnyResource<Client> = ResourceDeclaration<Client, z.ZodObject, z.ZodObject>;
export type AnyFunction<Client> = FunctionDeclaration<Client, z.ZodObject, z.ZodObject>;

/** A whole provider. */
export interface ProviderDeclaration<Client, C extends z.ZodObject> {
  /** The package's name, the first part of every type. */
  name: string;
  version: string;
  description: string;
  /** The provider's configuration: a strict object. */
  config: C;
  /** Environment variables that stand in for configuration that is not given: the first that is set counts. */
  environment?: Partial<Record<keyof z.output<C> & string, readonly string[]>>;
  /** Configuration whose change means other resources altogether, such as the account. */
  replaceOn?: readonly (keyof z.output<C> & string)[];
  /** Makes the client from a checked configuration. Makes no request: previews must work offline. */
  configure(config: z.output<C>): Client | Promise<Client>;
  resources: readonly AnyResource<Client>[];
  functions?: readonly AnyFunction<Client>[];
  /** Language options and other top-level keys of the Pulumi schema. */
  schema?: Readonly<Record<string, unknown>>;
}

/** The declaring functions of a provider whose `configure` gives a `Client`. */
export function declarations<Client>() {
  return {
    resource<I extends z.ZodObject, O extends z.ZodObject>(
      declaration: ResourceDeclaration<Client, I, O>,
    ): ResourceDeclaration<Client, I, O> {
      return declaration;
    },
    function<I extends z.ZodObject, O extends z.ZodObject>(
      declaration: FunctionDeclaration<Client, I, O>,
    ): FunctionDeclaration<Client, I, O> {
      return declaration;
    },
  };
}

/** Declares a provider. */
export function provider<Client, C extends z.ZodObject>(
  declaration: ProviderDeclaration<Client, C>,
): ProviderDeclaration<Client, C> {
  return declaration;
}
