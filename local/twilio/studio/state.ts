import { z } from "zod";
import type { Slice } from "../state/store.ts";

const revisionSchema = z.strictObject({
  revision: z.int(),
  friendly_name: z.string(),
  definition: z.record(z.string(), z.unknown()),
  status: z.enum(["draft", "published"]),
  commit_message: z.string().nullable(),
  author_sid: z.string().nullable(),
  errors: z.array(z.strictObject({ message: z.string(), property_path: z.string() })),
  date_created: z.string(),
});

const flowSchema = z.strictObject({
  sid: z.string(),
  /** Oldest first; the last one is what the flow shows. */
  revisions: z.array(revisionSchema).min(1),
});

export type Revision = z.infer<typeof revisionSchema>;
export type Flow = z.infer<typeof flowSchema>;

/** The account's Studio flows; a fresh account has none here. */
export const flowsSlice: Slice<Flow[]> = { schema: z.array(flowSchema), fresh: () => [] };
