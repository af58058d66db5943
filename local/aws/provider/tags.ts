import { z } from "zod";
import { strings } from "./strings.ts";

/** Tags as AWS takes them everywhere: 50 at most, none of the `aws:` ones, which are its own. */
export const tagsSchema = strings(z.string().max(256), (tags, context) => {
  const keys = Object.keys(tags);
  if (keys.length > 50) context.addIssue({ code: "custom", message: `has ${keys.length} tags; leave all but 50 out` });
  for (const key of keys) {
    const fault = keyFault(key);
    if (fault !== undefined) context.addIssue({ code: "custom", path: [key], message: fault });
  }
});

function keyFault(key: string): string | undefined {
  if (/^aws:/i.test(key)) return "begins with aws:, which AWS keeps for itself; choose another key";
  if (key.length === 0 || key.length > 128) return `has a key of ${key.length} characters; use 1 to 128`;
  return undefined;
}

export type Tags = Readonly<Record<string, string>>;

/** Tags as most of AWS's APIs list them. */
export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function tagsFromList(list: readonly { Key?: string | undefined; Value?: string | undefined }[] = []): Tags {
  return Object.fromEntries(list.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** What to set and what to remove to get from one set of tags to another. */
export function tagChanges(before: Tags, after: Tags): { set: Tags; remove: string[] } {
  const set = Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
  return { set, remove: Object.keys(before).filter((key) => !(key in after)) };
}

/**
 * The tags that a program would have to declare to get the live ones: those that the provider adds by itself don't
 * count. `undefined` instead of none, unless none were declared.
 */
export function declaredTags(live: Tags, defaults: Tags, declared: Tags | undefined): Tags | undefined {
  const own = Object.fromEntries(
    Object.entries(live).filter(([key, value]) => defaults[key] !== value || declared?.[key] !== undefined),
  );
  return Object.keys(own).length === 0 && declared === undefined ? undefined : own;
}
