import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createHandler, type PruneHandler } from "./handler.ts";

/** The handler as it runs in Lambda. */
export function lambdaHandler(): PruneHandler {
  return createHandler({
    environment: process.env,
    fetch,
    s3: ({ forcePathStyle }) => new S3Client({ forcePathStyle, responseChecksumValidation: "WHEN_REQUIRED" }),
    secretsManager: () => new SecretsManagerClient({ maxAttempts: 3 }),
    now: Date.now,
    // Not console.log: Lambda's text format would put its own columns before the JSON.
    log: (line) => process.stdout.write(`${line}\n`),
  });
}
