import type { z } from "zod";
import { type Checked, PropertyShape } from "./check.ts";
import type { ProviderDeclaration } from "./declare.ts";
import { differences, type PropertyDifference } from "./diff.ts";
import { type CheckFailure, failuresMessage, ProviderError } from "./errors.ts";
import { asPropertyMap, hasUnknown, mapProperties, type PropertyMap, type PropertyValue, Secret } from "./values.ts";

// The engine keeps its own settings of the plugin beside the provider's configuration.
const engineKeys = new Set(["version", "pluginDownloadURL", "pluginChecksums", "parameterization", "__internal"]);

/** A provider's configuration: checked, compared, and turned into the client. */
export class Configuration<Client, C extends z.ZodObject> {
  readonly #declaration: ProviderDeclaration<Client, C>;
  readonly #shape: PropertyShape;

  constructor(declaration: ProviderDeclaration<Client, C>) {
    this.#declaration = declaration;
    this.#shape = new PropertyShape(declaration.config);
  }

  /**
   * Checks the configuration together with the environment. What the environment gives is not returned,
   * so that it gets into no state file and may change freely.
   */
  check(raw: PropertyMap): { properties: PropertyMap; failures: CheckFailure[] } {
    return { properties: this.#shape.check(this.#own(raw)).properties, failures: this.#complete(raw).failures };
  }

  /** What changed, and which of it means other resources altogether. */
  diff(before: PropertyMap, after: PropertyMap): { changes: PropertyDifference[]; replaces: string[] } {
    const changes = differences(this.#shape.node, this.#own(before), this.#own(after));
    const forcing: readonly string[] = this.#declaration.replaceOn ?? [];
    const replaces = changes.map(({ path }) => String(path[0])).filter((key) => forcing.includes(key));
    return { changes, replaces: [...new Set(replaces)] };
  }

  /** The client, or `undefined` while a part of the configuration is not known yet. */
  async client(raw: PropertyMap): Promise<Client | undefined> {
    if (hasUnknown(raw)) return undefined;
    const { properties, failures } = this.#complete(raw);
    if (failures.length > 0) {
      throw new ProviderError(
        `The configuration of the ${this.#declaration.name} provider is wrong:\n${failuresMessage(failures)}`,
      );
    }
    return await this.#declaration.configure(this.#shape.declared(properties) as z.output<C>);
  }

  #complete(raw: PropertyMap): Checked {
    return this.#shape.check({ ...this.#fromEnvironment(), ...this.#own(raw) });
  }

  /** The provider's own keys, read from the JSON text in which the engine may hand over anything but strings. */
  #own(raw: PropertyMap): PropertyMap {
    const own = Object.fromEntries(
      Object.entries(raw).filter(([key, value]) => !engineKeys.has(key) && value !== null),
    );
    return mapProperties(own, (value, key) => this.#parsed(key, value));
  }

  #parsed(key: string, value: PropertyValue): PropertyValue {
    if (value instanceof Secret) return new Secret(this.#parsed(key, value.reveal()));
    const types = this.#shape.node.property(key).alternatives.map((schema) => schema.type);
    if (typeof value !== "string" || types.includes("string") || types.every((type) => type === undefined))
      return value;
    try {
      return JSON.parse(value) as PropertyValue;
    } catch {
      // Left as the text it is, so that the check names it as of the wrong type.
      return value;
    }
  }

  #fromEnvironment(): PropertyMap {
    const found: Record<string, PropertyValue | undefined> = {};
    for (const [key, names] of Object.entries<readonly string[] | undefined>(this.#declaration.environment ?? {})) {
      const text = names?.map((name) => process.env[name]).find((value) => value !== undefined && value !== "");
      if (text !== undefined) found[key] = this.#parsed(key, text);
    }
    return asPropertyMap(found);
  }
}
