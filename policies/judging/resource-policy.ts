import type { PolicyConfigSchema, ResourceValidationPolicy } from "@pulumi/policy";
import { isUnknownValue, type Judged } from "./judged.ts";
import { messageOf, type Violation } from "./violation.ts";

export interface ResourceRule<Config extends object> {
  /** The file's name. */
  name: string;
  /** One sentence that says what holds. */
  description: string;
  /** The types that it is about, as in `aws:s3/bucket:Bucket`, or which they are. */
  types: readonly string[] | ((type: string) => boolean);
  /** What an environment may set, with the strict values as defaults. */
  config?: PolicyConfigSchema;
  /** Yields what is wrong. Reading a value that is not known yet ends it: Pulumi then says so, and asks again at the update. */
  judge(resource: Judged, config: Config): Iterable<Violation>;
}

/** A policy that is asked about each resource by itself, with its inputs, before anything of it is written. */
export function resourcePolicy<Config extends object = Record<never, never>>(
  rule: ResourceRule<Config>,
): ResourceValidationPolicy {
  const { name, description, types, config, judge } = rule;
  const isAbout = typeof types === "function" ? types : (type: string) => types.includes(type);
  return {
    name,
    description,
    ...(config && { configSchema: config }),
    validateResource(args, report) {
      if (!isAbout(args.type)) return;
      try {
        for (const violation of judge(args, args.getConfig<Config>())) report(messageOf(args.name, violation));
      } catch (error) {
        if (isUnknownValue(error)) throw error;
        report(messageOf(args.name, notJudged));
      }
    },
  };
}

/** What a policy can't make sense of is held to break it. Why is left out: the message may repeat a value. */
export const notJudged: Violation = {
  path: "",
  is: "of a form that this policy can't read",
  but: "what can't be judged counts as wrong",
  remedy: "write it as the provider documents it",
};
