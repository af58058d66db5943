import type { z } from "zod";
import type { ChannelConfig } from "./channel-config.ts";
import type { keyedSettings, wholeSettings } from "./settings.ts";

type Optional<Shape extends z.core.$ZodShape> = z.output<z.ZodObject<Shape>>;

/** What of the account's Flex Configuration can be declared. What is left out is not ours. */
export type Declared = Optional<typeof wholeSettings> &
  Optional<typeof keyedSettings> & { channelConfigs?: ChannelConfig[] | undefined };

/** The whole configuration, or an object in it, in the API's own snake_case form. */
export type ApiObject = Record<string, unknown>;

/**
 * What was there before we owned it, by the owned thing's name. Without a value it was not set. What holds
 * several owned things is itself among them only where the account did not have it at all.
 */
export type Original = Record<string, { value?: unknown }>;

/** One way of owning a part of the configuration. A name is that of a property, or of something in it. */
export interface Part {
  /** The names of all in the part that a declaration owns. */
  ownedBy(declared: Declared): string[];
  /** The names of all in the part that could be declared as it is. */
  declarableIn(live: ApiObject): string[];
  /** How deep a name leads, from 1 for a property: what holds others has the last word when values go back. */
  depthOf(name: string): number;
  /** The value by a name, where it is set. */
  valueOf(live: ApiObject, name: string): unknown;
  /** Whether the name is of what holds several owned things, some of them perhaps not ours. */
  isHolder(name: string): boolean;
  /** The configuration with a value in the API's form set or, without one, taken out. */
  withValue(live: ApiObject, name: string, value: unknown): ApiObject;
  withDeclared(live: ApiObject, declared: Declared, original: Original): ApiObject;
  /** The live values of the named things, in the form of the declaration. */
  asDeclared(live: ApiObject, names: readonly string[]): Declared;
}
