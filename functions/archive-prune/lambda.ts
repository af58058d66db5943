import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { recordingsS3 } from "../archive-store/s3-client.ts";
import { createHandler, type PruneHandler } from "./handler.ts";

/** The handler as it runs in Lambda. */
export function lambdaHandler(): PruneHandler {
  return createHandler({
    environment: process.env,
    fetch,
    s3: ({ forcePathStyle }) => recordingsS3({ forcePathStyle }),
    secretsManager: () => new SecretsManagerClient({ maxAttempts: 3 }),
    now: Date.now,
    // Not console.log: Lambda's text format would put its own columns before the JSON.
    log: (line) => process.stdout.write(`${line}\n`),
  });
}
