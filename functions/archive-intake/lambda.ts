import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { writeLine } from "../lambda/write-line.ts";
import { createHandler, type IntakeHandler } from "./handler.ts";

// Two tries of at most this long each leave room for a 503 of our own before Twilio gives up.
const client = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};

/** The handler as it runs in Lambda. */
export function lambdaHandler(): IntakeHandler {
  return createHandler({
    environment: process.env,
    s3: ({ forcePathStyle }) => new S3Client({ ...client, forcePathStyle }),
    // Requests go to the region's endpoint, or to the one that AWS_ENDPOINT_URL names, rather than to the queue's host.
    sqs: () => new SQSClient({ ...client, useQueueUrlAsEndpoint: false }),
    secretsManager: () => new SecretsManagerClient(client),
    now: Date.now,
    log: writeLine,
  });
}
