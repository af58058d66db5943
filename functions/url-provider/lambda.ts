import { lambdaCredentials } from "../lambda-credentials.ts";
import { createHandler, type PlaybackHandler, type Surroundings } from "./handler.ts";
import { nodeFetch } from "./node-fetch.ts";

/** The handler as it runs in Lambda, for those whom the rule lets hear. */
export function lambdaHandler(access: Surroundings["access"]): PlaybackHandler {
  return createHandler({
    environment: process.env,
    access,
    fetch: nodeFetch,
    credentials: () => lambdaCredentials(process.env),
    now: Date.now,
    // Not console.log: Lambda's text format would put its own columns before the JSON.
    log: (line) => process.stdout.write(`${line}\n`),
  });
}
