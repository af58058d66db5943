import type { z } from "zod";
import { describeIssues } from "../flex/properties.ts";
import { badRequest } from "../http/errors.ts";
import { jsonObjectBody } from "../http/parameters.ts";
import type { Call } from "../http/router.ts";

/** The JSON body as the schema has it. @throws TwilioError that names every bad property */
export function requestBody<T>({ request }: Call, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(jsonObjectBody(request, badRequest));
  if (!parsed.success) throw badRequest(describeIssues(parsed.error));
  return parsed.data;
}
