import { type CORSRule, DeleteBucketCorsCommand, GetBucketCorsCommand, PutBucketCorsCommand } from "@aws-sdk/client-s3";
import { z } from "zod";
import { must } from "../must.ts";
import { unsupported } from "../resource.ts";
import { bucketSetting } from "./bucket-setting.ts";

const withOneWildcard = z
  .string()
  .min(1)
  .refine((text) => text.split("*").length <= 2, "has more than one *; keep one");

const corsRule = z.strictObject({
  id: z.string().min(1).max(255).optional().describe("The rule's name."),
  allowedMethods: z
    .array(z.enum(["GET", "PUT", "HEAD", "POST", "DELETE"], { error: (issue) => methodRefused(issue.input) }))
    .min(1)
    .meta({ unordered: true }),
  allowedOrigins: z.array(withOneWildcard).min(1).meta({ unordered: true }).describe("Such as https://example.com."),
  allowedHeaders: z.array(withOneWildcard).optional().meta({ unordered: true }),
  exposeHeaders: z
    .array(z.string().regex(/^[^*\s]+$/, must("be a header's name, without *")))
    .optional()
    .meta({ unordered: true }),
  maxAgeSeconds: z.number().int().min(0).optional().describe("How long a browser may remember the answer."),
});

function methodRefused(method: unknown): string | undefined {
  if (method === "OPTIONS") return `is "OPTIONS", which S3 answers by itself; leave it out`;
  return undefined;
}

export const bucketCorsConfiguration = bucketSetting({
  type: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
  description: "Says which web pages may read or write a bucket's objects.",
  shape: { corsRules: z.array(corsRule).min(1).max(100).describe("The first that fits counts.") },
  refused: unsupported(["expectedBucketOwner"]),
  put: ({ Bucket, s3, options }, { corsRules }) => {
    const CORSRules = corsRules.map(
      (one): CORSRule => ({
        ID: one.id,
        AllowedMethods: one.allowedMethods,
        AllowedOrigins: one.allowedOrigins,
        AllowedHeaders: one.allowedHeaders,
        ExposeHeaders: one.exposeHeaders,
        MaxAgeSeconds: one.maxAgeSeconds,
      }),
    );
    return s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }), options);
  },
  async get({ Bucket, s3, options }, declared) {
    const { CORSRules } = await s3.send(new GetBucketCorsCommand({ Bucket }), options);
    const corsRules = CORSRules?.map((live, index) => declaredRule(live, declared?.corsRules[index]));
    return corsRules === undefined ? undefined : { corsRules };
  },
  remove: ({ Bucket, s3, options }) => s3.send(new DeleteBucketCorsCommand({ Bucket }), options),
});

/** An empty list may be declared or left out; AWS gives nothing for either. */
function declaredRule(live: CORSRule, declared: z.output<typeof corsRule> | undefined): z.output<typeof corsRule> {
  return {
    id: live.ID,
    allowedMethods: (live.AllowedMethods ?? []) as z.output<typeof corsRule>["allowedMethods"],
    allowedOrigins: live.AllowedOrigins ?? [],
    allowedHeaders: live.AllowedHeaders ?? (declared?.allowedHeaders && []),
    exposeHeaders: live.ExposeHeaders ?? (declared?.exposeHeaders && []),
    maxAgeSeconds: live.MaxAgeSeconds,
  };
}
