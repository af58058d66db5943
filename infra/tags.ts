import * as pulumi from "@pulumi/pulumi";

/** Tags by their keys. */
export type Tags = Readonly<Record<string, string>>;

/** The tags of everything in this stack: where it comes from, and what the team says of it. */
export function stackTags(declared: Tags): Tags {
  return { ...declared, "pulumi:project": pulumi.getProject(), "pulumi:stack": pulumi.getStack() };
}

/** Tags everything of AWS that this program makes from here on, whoever makes it. */
export function tagEverything(tags: Tags): void {
  pulumi.runtime.registerStackTransformation(tagged(tags));
}

/** Puts tags on what takes them; a resource's own go before these. */
export function tagged(tags: Tags): pulumi.ResourceTransformation {
  return ({ type, props, opts }) => {
    if (!type.startsWith("aws:") || !takesTags(props)) return undefined;
    const all = pulumi.output(props.tags as pulumi.Input<Tags | undefined>).apply((own) => ({ ...tags, ...own }));
    return { props: { ...props, tags: all }, opts };
  };
}

/** The SDK hands over each property that a type has, with or without a value, so that no list of types grows old. */
function takesTags(props: Readonly<Record<string, unknown>>): boolean {
  return Object.hasOwn(props, "tags") && Object.hasOwn(props, "tagsAll");
}
