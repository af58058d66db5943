import { z } from "zod";
import { secretGrammar } from "./grammar.ts";
import { Archive, Asset, Secret, Unknown } from "./values.ts";

/** What the kit knows of a schema beyond what JSON Schema can say; it is carried by zod's `meta`. */
export interface FieldMeta {
  /** The value is a secret in state and on the wire. */
  secret?: true;
  /** A type of Pulumi's own, such as `pulumi.json#/Archive`. */
  pulumiType?: string;
  /**
   * The items of this array are told apart by this property, not by their place: reordering them is no
   * change, and two items with the same key are refused.
   */
  keyedBy?: string;
  /** The order of this array's items has no meaning. */
  unordered?: true;
  /** On an object: names that it does not take although a user may expect them, each with the reason and the remedy. */
  refused?: Readonly<Record<string, string>>;
}

const secretInner = new WeakMap<object, z.ZodType>();

/** A schema whose values are secrets: lifecycle functions get a {@link Secret}, state holds it encrypted. */
export function secret<S extends z.ZodType>(inner: S): z.ZodType<Secret<z.output<S>>, Secret<z.output<S>>> {
  const missing = () => inner.safeParse(undefined, { error: secretGrammar }).error?.issues[0]?.message;
  const schema = z
    .custom<Secret<z.output<S>>>((value) => value instanceof Secret, {
      error: ({ input }) => (input === undefined ? missing() : "is not marked as a secret; give it as one"),
    })
    .superRefine((value, context) => {
      const revealed = value.reveal() as unknown;
      if (revealed instanceof Unknown) return;
      for (const issue of inner.safeParse(revealed, { error: secretGrammar }).error?.issues ?? []) {
        context.addIssue({ code: "custom", path: issue.path, message: issue.message });
      }
    });
  const marked = schema.meta({ ...inner.meta(), secret: true } satisfies FieldMeta);
  secretInner.set(marked, inner);
  return marked;
}

/** The schema inside one that {@link secret} made, described or refined since then or not. */
export function innerOfSecret(schema: z.core.$ZodType): z.ZodType | undefined {
  const { parent } = schema._zod;
  return secretInner.get(schema) ?? (parent && innerOfSecret(parent));
}

/** A schema for a Pulumi archive, such as a function's code. */
export function archive(): z.ZodType<Archive, Archive> {
  return z
    .custom<Archive>((value) => value instanceof Archive, {
      error: ({ input }) => `is ${absent(input, "no archive")}; give a pulumi.asset.AssetArchive or FileArchive`,
    })
    .meta({ pulumiType: "pulumi.json#/Archive" } satisfies FieldMeta);
}

/** A schema for a Pulumi asset, such as one file's content. */
export function asset(): z.ZodType<Asset, Asset> {
  return z
    .custom<Asset>((value) => value instanceof Asset, {
      error: ({ input }) => `is ${absent(input, "no asset")}; give a pulumi.asset.StringAsset or FileAsset`,
    })
    .meta({ pulumiType: "pulumi.json#/Asset" } satisfies FieldMeta);
}

function absent(input: unknown, otherwise: string): string {
  return input === undefined ? "missing" : otherwise;
}

/**
 * Adds a rule over several properties to an object schema. Unlike zod's own refinements it runs even
 * when a property by itself is wrong, so that all mistakes are named at once; it therefore gets the
 * value as it came, and must make no assumption about its types.
 */
export function rule<S extends z.ZodObject>(
  schema: S,
  find: (value: Record<string, unknown>) => Iterable<{ path: (string | number)[]; reason: string }>,
): S {
  return schema.check(
    z.superRefine(
      (value, context) => {
        if (typeof value !== "object" || value === null) return;
        for (const { path, reason } of find(value as Record<string, unknown>)) {
          context.addIssue({ code: "custom", path, message: reason });
        }
      },
      { when: () => true },
    ),
  );
}
