import { lambdaCredentials } from "../lambda/role-credentials.ts";
import { writeLine } from "../lambda/write-line.ts";
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
    log: writeLine,
  });
}
