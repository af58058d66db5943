import { createRequire } from "node:module";
import { accountSid, authToken, type Running } from "./running.ts";

const require = createRequire(import.meta.url);
const twilioClient: typeof import("twilio") = require("twilio");

type ClientOptions = NonNullable<Parameters<typeof twilioClient>[2]>;

/** The official client, every host of which is rewritten: pages name the next one by Twilio's own. */
export function clientOf({ url }: Pick<Running, "url">) {
  const httpClient: NonNullable<ClientOptions["httpClient"]> = new twilioClient.RequestClient();
  const request = httpClient.request.bind(httpClient);
  httpClient.request = (options) => request({ ...options, uri: options.uri.replace(/^https:\//, url) });
  return twilioClient(accountSid, authToken, { httpClient });
}
