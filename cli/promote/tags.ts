import { z } from "zod";
import { Mendable } from "../../local/engine/mendable.ts";
import { jsonOf } from "../stack/pulumi.ts";
import type { Stack } from "../stack/stack.ts";

const prefix = "flex-media:";
const schema = z.record(z.string(), z.string());

/** A stack's tags that are ours, without what they all begin with. */
export async function tagsOf({ name, pulumi }: Stack): Promise<Readonly<Record<string, string>>> {
  const tags = Object.entries(schema.parse(await jsonOf(name, pulumi, ["stack", "tag", "ls", "--json"])));
  return Object.fromEntries(
    tags.filter(([tag]) => tag.startsWith(prefix)).map(([tag, value]) => [tag.slice(prefix.length), value]),
  );
}

/**
 * Sets a tag of ours, or takes it away where there is no value.
 * @param refused what that comes to, and what to do
 * @throws {Mendable} with Pulumi's own words
 */
export async function writeTag(stack: Stack, tag: string, value: string | undefined, refused: string): Promise<void> {
  const change = value === undefined ? ["rm", `${prefix}${tag}`] : ["set", `${prefix}${tag}`, value];
  const command = ["stack", "tag", ...change, "--stack", stack.name, "--non-interactive"];
  const { code, stderr } = await stack.pulumi(command);
  if (code !== 0)
    throw new Mendable(`${prefix}${tag}: can't be written on ${stack.name}: ${stderr.trim()}; ${refused}`);
}
