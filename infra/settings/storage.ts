import { z } from "zod";

/** `flex-media:storage` */
export const storage = z
  .strictObject({
    prefix: z
      .string()
      .regex(/^([A-Za-z0-9_-]+\/)+$/, "is no key prefix; give one that ends with a slash, as in recordings/")
      .default("recordings/")
      .describe("What every recording's key begins with."),
    throwAway: z
      .boolean()
      .default(false)
      .describe("Destroy deletes the bucket with every recording in it. For stacks that nobody will miss."),
  })
  .prefault({})
  .describe("The recordings bucket.");
