import { bytesOf } from "../../../infra/settings/size.ts";
import { withoutCredentials } from "../../changes/engine/values.ts";
import { type ConfigValue, isStructure, secret } from "./configuration.ts";

/** A value as people read it: no secret, nothing that looks like one, and of a URL nothing that may hold one. */
export function textOf(value: ConfigValue): string {
  const text = plainText(value);
  return withoutCredentials(
    text.replace(/\b(https?:\/\/)(?:[^\s/@]*@)?([^\s?#]*)[?#]\S*|\b(https?:\/\/)[^\s/@]*@/g, shorter),
  );
}

/** A value by which others can be told apart from it; never shown. The order of keys doesn't count. */
export function plainText(value: ConfigValue): string {
  if (value === secret) return "[secret]";
  if (Array.isArray(value)) return `[${value.map(plainText).join(", ")}]`;
  if (isStructure(value)) {
    const parts = Object.keys(value)
      .sort()
      .map((key) => `${key}: ${plainText(value[key] ?? null)}`);
    return `{${parts.join(", ")}}`;
  }
  return String(value);
}

function shorter(_whole: string, scheme = "", rest = "", bare = ""): string {
  return bare === "" ? `${scheme}${rest}?…` : bare;
}

/** What it comes to that `to` has another value; undefined where it comes to nothing. */
export function meaningOf(from: ConfigValue, to: ConfigValue, names: { from: string; to: string }): string | undefined {
  if (Array.isArray(from) && Array.isArray(to) && isPlain(from) && isPlain(to)) return meaningOfSets(from, to, names);
  const [before, after] = [amountOf(from), amountOf(to)];
  if (before !== undefined && after !== undefined) {
    if (before === after) return undefined;
    return before < after ? "more" : "less";
  }
  const [was, is] = [textOf(from), textOf(to)];
  if (was === "true" && is === "false") return "off";
  if (was === "false" && is === "true") return "on";
  return was === is ? "other, in what is not shown" : "other";
}

function isPlain(list: readonly ConfigValue[]): boolean {
  return list.every((element) => !isStructure(element) && !Array.isArray(element));
}

/** The order of such lists says something too, of origins and numbers as of anything that is tried in turn. */
function meaningOfSets(from: readonly ConfigValue[], to: readonly ConfigValue[], names: { from: string; to: string }) {
  const [ours, theirs] = [from.map(plainText), to.map(plainText)];
  const only = (list: string[], other: string[], name: string) => {
    const left = [...new Set(list)].filter((element) => !other.includes(element));
    return left.length > 0 ? [`${left.map(textOf).join(", ")} only in ${name}`] : [];
  };
  const parts = [...only(ours, theirs, names.from), ...only(theirs, ours, names.to)];
  return parts.length > 0 ? parts.join("; ") : "the same in another order";
}

/** Sizes in bytes, and numbers, which Pulumi gives as text where they stand alone. */
function amountOf(value: ConfigValue): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  return bytesOf(value) ?? (/^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined);
}
