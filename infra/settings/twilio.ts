import { z } from "zod";
import { rule, secret } from "../../providers/kit/index.ts";

const endpoint = z.url({ protocol: /^https?$/ });

/** What the program itself needs of the Twilio provider's configuration; the provider checks the rest. */
export const twilio = rule(
  z.object({
    accountSid: z.string().regex(/^AC[0-9a-f]{32}$/, "is no account SID; give AC and 32 hexadecimal digits"),
    authToken: secret(z.string().min(1)).optional(),
    apiKey: z
      .string()
      .regex(/^SK[0-9a-f]{32}$/, "is no API key SID; give SK and 32 hexadecimal digits")
      .optional(),
    apiSecret: secret(z.string().min(1)).optional(),
    endpoints: z
      .object({ api: endpoint.optional(), iam: endpoint.optional(), taskrouter: endpoint.optional() })
      .optional(),
  }),
  function* ({ authToken, apiKey, apiSecret }) {
    if (apiKey !== undefined && apiSecret === undefined) {
      yield { path: ["apiSecret"], reason: "is missing beside apiKey; set it with --secret" };
    }
    if (authToken === undefined && apiKey === undefined) {
      yield { path: ["authToken"], reason: "is missing; set it with --secret, or set apiKey and apiSecret" };
    }
  },
);
