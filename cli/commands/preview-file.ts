import type { StackPreview } from "../changes/index.ts";
import { JsonFile } from "../terminal/json-file.ts";

/** Writes a preview as JSON. Flows' definitions stay out: their differences are among the properties, without credentials. */
export async function writePreview(
  file: string | undefined,
  { changes, ...preview }: StackPreview,
  more: Record<string, unknown>,
): Promise<void> {
  if (file === undefined) return;
  const json = await JsonFile.open(file, "changes");
  for (const { flow: _, ...change } of changes) await json.add(change);
  await json.end({ ...preview, ...more });
}
