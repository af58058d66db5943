import { PropertyShape } from "./check.ts";
import type { AnyFunction, Context } from "./declare.ts";
import type { CheckFailure } from "./errors.ts";
import { sealed } from "./secrecy.ts";
import { asPropertyMap, type PropertyMap } from "./values.ts";

/** Runs one declared function on property maps. */
export class FunctionHost<Client> {
  readonly #declaration: AnyFunction<Client>;
  readonly #inputs: PropertyShape;
  readonly #outputs: PropertyShape;

  constructor(declaration: AnyFunction<Client>) {
    this.#declaration = declaration;
    this.#inputs = new PropertyShape(declaration.inputs);
    this.#outputs = new PropertyShape(declaration.outputs);
  }

  async invoke(
    args: PropertyMap,
    context: Omit<Context<Client>, "urn" | "name">,
  ): Promise<{ properties: PropertyMap } | { failures: CheckFailure[] }> {
    const { properties, failures } = this.#inputs.check(args);
    if (failures.length > 0) return { failures };
    const found = await this.#declaration.invoke(this.#inputs.declared(properties), context);
    return { properties: sealed(this.#outputs.node, asPropertyMap(found)) };
  }
}
