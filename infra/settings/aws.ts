import { z } from "zod";

/** What the program itself needs of the AWS provider's configuration. */
export const aws = z.object({
  s3UsePathStyle: z.boolean().default(false),
});
