import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createHandler, type PlaybackHandler, type Surroundings } from "./handler.ts";

// Two tries of at most this long each leave room for a 503 of our own within the function's timeout.
const client = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};

/** The handler as it runs in Lambda, for those whom the rule lets hear. */
export function lambdaHandler(access: Surroundings["access"]): PlaybackHandler {
  return createHandler({
    environment: process.env,
    access,
    fetch,
    s3: ({ forcePathStyle }) =>
      new S3Client({
        ...client,
        forcePathStyle,
        // Otherwise checksum parameters that a plain GET doesn't know get into the signed URL.
        requestChecksumCalculation: "WHEN_REQUIRED",
        responseChecksumValidation: "WHEN_REQUIRED",
      }),
    secretsManager: () => new SecretsManagerClient(client),
    now: Date.now,
    // Not console.log: Lambda's text format would put its own columns before the JSON.
    log: (line) => process.stdout.write(`${line}\n`),
  });
}
