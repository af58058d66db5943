import type { PolicyConfigSchema, PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { isUnknownValue } from "./judged.ts";
import { notJudged } from "./resource-policy.ts";
import { messageOf, type Violation } from "./violation.ts";

/** What is wrong with one resource of a stack, or, without one, with the stack as a whole. */
export interface StackViolation extends Violation {
  resource?: { name: string; urn: string };
}

export interface StackRule<Config extends object> {
  /** The file's name. */
  name: string;
  /** One sentence that says what holds. */
  description: string;
  /** What an environment may set, with the strict values as defaults. */
  config?: PolicyConfigSchema;
  judge(stack: JudgedStack, config: Config): Iterable<StackViolation>;
}

/** The resources of a stack, as they are at the end of a preview or an update. */
export class JudgedStack {
  readonly #resources: readonly PolicyResource[];
  /** The first value that was not known yet. */
  unknown: Error | undefined;

  constructor(resources: readonly PolicyResource[]) {
    this.#resources = resources;
  }

  /** Those of a type, as in `aws:s3/bucket:Bucket`. */
  of(type: string): PolicyResource[] {
    return this.#resources.filter((resource) => resource.type === type);
  }

  /**
   * Judges each by itself, so that a value that is not known yet in one leaves the others judged, and one that can't be
   * read is wrong by itself.
   */
  *apart<R extends PolicyResource>(
    resources: readonly R[],
    judge: (resource: R) => Iterable<Violation | StackViolation>,
  ): Generator<StackViolation> {
    for (const resource of resources) {
      try {
        for (const violation of judge(resource)) yield { resource, ...violation };
      } catch (error) {
        if (isUnknownValue(error)) this.unknown ??= error;
        else yield { resource, ...notJudged };
      }
    }
  }
}

/** A policy about what hangs together in a stack. It is asked at the end of a preview and, once more, of an update. */
export function stackPolicy<Config extends object = Record<never, never>>(
  rule: StackRule<Config>,
): StackValidationPolicy {
  const { name, description, config, judge } = rule;
  return {
    name,
    description,
    ...(config && { configSchema: config }),
    validateStack(args, report) {
      const stack = new JudgedStack(args.resources);
      try {
        for (const { resource, ...violation } of judge(stack, args.getConfig<Config>())) {
          report(messageOf(resource?.name ?? "stack", violation), resource?.urn);
        }
      } catch (error) {
        if (isUnknownValue(error)) stack.unknown ??= error;
        else report(messageOf("stack", notJudged));
      }
      // Pulumi tells that the policy could not be asked about everything yet.
      if (stack.unknown !== undefined) throw stack.unknown;
    },
  };
}
