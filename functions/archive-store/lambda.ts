import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { writeLine } from "../lambda/write-line.ts";
import { createHandler, type StoreHandler } from "./handler.ts";
import { recordingsS3 } from "./s3-client.ts";

// A part of 8 MiB takes its time, and putting together an upload of many parts some more.
const client = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
};

/** The handler as it runs in Lambda. */
export function lambdaHandler(): StoreHandler {
  return createHandler({
    environment: process.env,
    fetch,
    s3: ({ forcePathStyle }) => recordingsS3({ ...client, forcePathStyle }),
    // Requests go to the region's endpoint, or to the one that AWS_ENDPOINT_URL names, rather than to the queue's host.
    sqs: () => new SQSClient({ maxAttempts: 2, useQueueUrlAsEndpoint: false }),
    secretsManager: () => new SecretsManagerClient({ maxAttempts: 3 }),
    now: Date.now,
    random: Math.random,
    log: writeLine,
  });
}
