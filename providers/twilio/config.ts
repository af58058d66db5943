import { z } from "zod";
import { rule, secret } from "../kit/index.ts";
import { products } from "./http/hosts.ts";

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Credentials go to an endpoint, so it must be encrypted unless it never leaves the machine; paths are put
 * after it.
 */
const endpoint = z
  .url({ protocol: /^https?$/ })
  .refine((text) => {
    const url = URL.parse(text);
    return url === null || url.protocol === "https:" || loopback.test(url.hostname);
  }, "is not encrypted, and credentials would go there; use https (http is taken for loopback addresses only)")
  .refine((text) => {
    const url = URL.parse(text);
    return url === null || (url.username === "" && url.password === "" && !/[?#]/.test(text));
  }, "is no base URL; give host and path alone, without credentials, query or fragment");

/** The provider's configuration. Whatever is left out is looked for in the environment. */
export const config = rule(
  z.strictObject({
    accountSid: z
      .string()
      .regex(
        /^AC[0-9a-f]{32}$/,
        "is no account SID; give AC and 32 hexadecimal digits, as the Console's start page shows it",
      )
      .describe("The account that everything is in. Environment: `TWILIO_ACCOUNT_SID`."),
    authToken: secret(z.string().min(1))
      .optional()
      .describe("The account's auth token. Environment: `TWILIO_AUTH_TOKEN`. Not used where an API key is given."),
    apiKey: z
      .string()
      .regex(/^SK[0-9a-f]{32}$/, "is no API key SID; give SK and 32 hexadecimal digits")
      .optional()
      .describe("An API key's SID. Environment: `TWILIO_API_KEY`."),
    apiSecret: secret(z.string().min(1)).optional().describe("The API key's secret. Environment: `TWILIO_API_SECRET`."),
    region: z
      .enum(["us1", "ie1", "au1"])
      .optional()
      .describe("Where data is processed and stored; `us1` if not given. Environment: `TWILIO_REGION`."),
    edge: z
      .string()
      .regex(/^[a-z]+(-[a-z0-9]+)*$/, "is no edge; give a name such as dublin")
      .optional()
      .describe("Where requests enter Twilio's network; the region's own if not given. Environment: `TWILIO_EDGE`."),
    endpoints: z
      .strictObject(Object.fromEntries(Object.keys(products).map((product) => [product, endpoint.optional()])))
      .optional()
      .describe("Other base URLs, by product, in place of Twilio's own: for local use and proxies."),
    maxRetries: z.int().min(0).max(10).default(3).describe("How often a request that failed in passing is sent again."),
    requestTimeoutSeconds: z.int().min(1).max(300).default(30).describe("The longest wait for one answer, in seconds."),
  }),
  function* ({ authToken, apiKey, apiSecret }) {
    if (apiKey !== undefined && apiSecret === undefined) {
      yield {
        path: ["apiSecret"],
        reason: "is missing beside apiKey; give the key's secret, or set TWILIO_API_SECRET",
      };
    }
    if (apiKey === undefined && apiSecret !== undefined) {
      yield { path: ["apiKey"], reason: "is missing beside apiSecret; give the key's SID, or set TWILIO_API_KEY" };
    }
    if (authToken === undefined && apiKey === undefined && apiSecret === undefined) {
      yield {
        path: ["authToken"],
        reason: "is missing; give it as a secret, or apiKey with apiSecret, or set TWILIO_AUTH_TOKEN",
      };
    }
  },
);

/** A checked configuration. */
export type Settings = z.output<typeof config>;
