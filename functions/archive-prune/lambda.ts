import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { recordingsS3 } from "../archive-store/s3-client.ts";
import { writeLine } from "../lambda/write-line.ts";
import { createHandler, type PruneHandler } from "./handler.ts";

/** The handler as it runs in Lambda. */
export function lambdaHandler(): PruneHandler {
  return createHandler({
    environment: process.env,
    fetch,
    s3: ({ forcePathStyle }) => recordingsS3({ forcePathStyle }),
    secretsManager: () => new SecretsManagerClient({ maxAttempts: 3 }),
    now: Date.now,
    log: writeLine,
  });
}
