import { createRequire } from "node:module";
import type {
  PolicyConfigSchema,
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { isUnknownValue } from "../../../policies/judging/judged.ts";

// The library's own way of refusing values that are not known yet, which it does not type.
const proxy = createRequire(import.meta.url)("@pulumi/policy/proxy.js") as {
  unknownCheckingProxy(props: Record<string, unknown>): Record<string, unknown>;
  unknownStringValue: string;
};

/** Stands for a value that a preview doesn't know yet. */
export const unknown: string = proxy.unknownStringValue;

/** A resource as a test writes it down. */
export interface Given {
  type: string;
  name?: string;
  props: Record<string, unknown>;
  protect?: boolean;
  /** The type of the component that it belongs to. */
  parent?: string;
  /** The configuration of its provider. */
  provider?: Record<string, unknown>;
  /** Properties that were made from another resource, with that one's type and name, as in `aws:s3/bucket:Bucket it`. */
  from?: Record<string, string>;
}

/** What a policy said. */
export interface Told {
  /** The messages, in order. */
  violations: string[];
  /** Whether a value was in the way that is not known yet: Pulumi makes an advice of that. */
  unknown: boolean;
}

/** Asks a policy about each resource, or about all of them as a stack, as Pulumi would; the schema's defaults are filled in. */
export async function ask(
  policy: ResourceValidationPolicy | StackValidationPolicy,
  resources: readonly Given[],
  config: Record<string, unknown> = {},
): Promise<Told> {
  const told: Told = { violations: [], unknown: false };
  const report = (message: string) => void told.violations.push(message);
  const getConfig = <T extends object>() => ({ ...defaultsOf(policy.configSchema), ...config }) as T;
  const notApplicable = () => {
    throw new Error("Policies of this pack are always applicable.");
  };
  const shared = { stackTags: new Map<string, string>(), getConfig, notApplicable };
  const asked = resources.map(resourceOf);
  link(asked, resources);
  const runs =
    "validateStack" in policy
      ? [() => policy.validateStack({ ...shared, resources: asked }, report)]
      : asked.flatMap((resource) =>
          [policy.validateResource ?? []]
            .flat()
            .map((validate) => () => validate({ ...resource, ...shared } as ResourceValidationArgs, report)),
        );
  for (const run of runs) {
    try {
      await run();
    } catch (error) {
      if (!isUnknownValue(error)) throw error;
      told.unknown = true;
    }
  }
  return told;
}

/** The violations alone, where everything is known. */
export async function violations(...question: Parameters<typeof ask>): Promise<string[]> {
  const told = await ask(...question);
  if (told.unknown) throw new Error("A value was not known.");
  return told.violations;
}

export function defaultsOf(schema: PolicyConfigSchema | undefined): Record<string, unknown> {
  const properties = Object.entries(schema?.properties ?? {});
  return Object.fromEntries(
    properties.flatMap(([name, { default: value }]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** Says which property was made from which resource. */
function link(asked: readonly PolicyResource[], resources: readonly Given[]): void {
  for (const [index, { from = {} }] of resources.entries()) {
    for (const [property, source] of Object.entries(from)) {
      const found = asked.filter(({ type, name }) => `${type} ${name}` === source);
      Object.assign(asked[index]?.propertyDependencies ?? {}, { [property]: found });
    }
  }
}

function resourceOf({ type, name = "it", props, protect = false, parent, provider }: Given): PolicyResource {
  return {
    ...(parent && { parent: resourceOf({ type: parent, props: {} }) }),
    ...(provider && { provider: { type: "pulumi:providers:test", name: "test", urn: "", props: provider } }),
    type,
    name,
    urn: `urn:pulumi:test::flex-media::${type}::${name}`,
    props: proxy.unknownCheckingProxy(structuredClone(props)),
    opts: {
      protect,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    dependencies: [],
    propertyDependencies: {},
    isType: () => false,
    asType: () => undefined,
  };
}
