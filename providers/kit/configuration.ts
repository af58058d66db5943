import type { z } from "zod";
import { type Checked, PropertyShape } from "./check.ts";
import type { ProviderDeclaration } from "./declare.ts";
import { differences, type PropertyDifference } from "./diff.ts";
import { fromEnvironment, type Variables, withVariable } from "./environment.ts";
import { failuresMessage, ProviderError } from "./errors.ts";
import { hasUnknown, mapProperties, type PropertyMap, type PropertyValue, revealed, Secret } from "./values.ts";
import { fromJson } from "./wire.ts";

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
  check(raw: PropertyMap): Checked {
    return { properties: this.#shape.check(this.#own(raw)).properties, failures: this.#complete(raw).failures };
  }

  /**
   * What changed, and which of it means other resources altogether. What is given at one time only is
   * compared with the environment, where it may have come from at the other; if that is silent by now,
   * nobody knows what it said, and nothing is replaced on a guess.
   */
  diff(before: PropertyMap, after: PropertyMap): { changes: PropertyDifference[]; replaces: string[] } {
    const [from, to] = [this.#complete(before).properties, this.#complete(after).properties];
    const changes = differences(this.#shape.node, from, to);
    const forcing: readonly string[] = this.#declaration.replaceOn ?? [];
    const replaces = forcing.filter((key) =>
      changes.some(({ path, kind }) => path[0] === key && (path.length > 1 || kind === "update")),
    );
    return { changes, replaces };
  }

  /** The client, or `undefined` while a part of the configuration is not known yet. */
  async client(raw: PropertyMap): Promise<Client | undefined> {
    if (hasUnknown(this.#own(raw))) return undefined;
    const { properties, failures } = this.#complete(raw);
    if (failures.length > 0) {
      throw new ProviderError(
        `The configuration of the ${this.#declaration.name} provider is wrong:\n${failuresMessage(failures)}`,
      );
    }
    return await this.#declaration.configure(this.#shape.declared(properties) as z.output<C>);
  }

  #complete(raw: PropertyMap): Checked {
    const own = this.#own(raw);
    const variables: Variables = this.#declaration.environment ?? {};
    const found = fromEnvironment(variables);
    const given = [...found].map(([key, { text }]): [string, PropertyValue] => [key, this.#parsed(key, text)]);
    const { properties, failures } = this.#shape.check({ ...Object.fromEntries(given), ...own });
    return {
      properties,
      failures: failures.map((failure) =>
        Object.hasOwn(own, String(failure.path[0])) ? failure : withVariable(failure, variables, found),
      ),
    };
  }

  /** The provider's own keys, read from the JSON text in which the engine may hand over anything but strings. */
  #own(raw: PropertyMap): PropertyMap {
    const own = Object.fromEntries(
      Object.entries(raw).filter(([key, value]) => !engineKeys.has(key) && revealed(value) !== null),
    );
    return mapProperties(own, (value, key) => this.#parsed(key, value));
  }

  #parsed(key: string, value: PropertyValue): PropertyValue {
    if (value instanceof Secret) return new Secret(this.#parsed(key, value.reveal()));
    const types = this.#shape.node.property(key).alternatives.flatMap((schema) => schema.type);
    if (typeof value !== "string" || types.includes("string") || types.every((type) => type === undefined))
      return value;
    try {
      return fromJson(value);
    } catch {
      // Left as the text it is, so that the check names it as of the wrong type.
      return value;
    }
  }
}
