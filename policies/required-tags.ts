import { fromJson, isObject, property } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { taggable, untaggable } from "./judging/tagging.ts";
import { shown } from "./judging/violation.ts";

const fromHere = ["pulumi:project", "pulumi:stack"];

/** Whoever finds something in the account can tell where it comes from, and whom to ask. */
export const requiredTags = resourcePolicy<{ keys: readonly string[] }>({
  name: "required-tags",
  description:
    "Everything in AWS says which project and stack it belongs to, and what else the team wants to know of it.",
  types: (type) => type.startsWith("aws:") && !untaggable.includes(type),
  config: {
    properties: { keys: { type: "array", items: { type: "string" }, minItems: 1, default: fromHere } },
  },
  *judge({ type, props, provider }, { keys = fromHere }) {
    if (!taggable.includes(type)) {
      const remedy = "look it up in @pulumi/aws, and add it to a list in policies/judging/tagging.ts";
      yield { path: "", is: `of type ${type}`, but: "it isn't known whether that takes tags", remedy };
      return;
    }
    const tags = { ...defaultTags(provider?.props), ...objectOf(props.tagsAll), ...objectOf(props.tags) };
    for (const key of new Set([...fromHere, ...keys])) {
      const value = Object.hasOwn(tags, key) ? tags[key] : undefined;
      if (typeof value === "string" && value.trim() !== "") continue;
      const remedy = fromHere.includes(key)
        ? "make it with the transformation of infra/tags.ts"
        : `set ${key} in flex-media:tags`;
      yield { path: `tags[${JSON.stringify(key)}]`, is: shown(value), but: "everything has this tag", remedy };
    }
  },
});

/** What `aws:defaultTags` puts on everything that is made through a provider. The provider's own check names it `tagsAll`. */
function defaultTags(provider: unknown): Readonly<Record<string, unknown>> {
  return objectOf(property(fromJson(property(provider, "defaultTags")), "tags"));
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
