import type { S3Client } from "@aws-sdk/client-s3";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { logLine } from "../archive-log/line.ts";
import { noteExpected } from "../archive-queue/expected-note.ts";
import { enqueue } from "../archive-queue/sender.ts";
import type { FunctionUrlResponse } from "../lambda/function-url.ts";
import { deadline, type InvocationContext } from "../lambda/invocation.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";
import { twilioAuthTokens } from "../twilio-credentials/auth-tokens.ts";
import { secretsManagerReader } from "../twilio-credentials/secrets-manager.ts";
import { answerTo } from "./answer.ts";
import { intakeLine } from "./audit.ts";
import { type Decision, decide, failed, type IntakeServices } from "./decision.ts";
import { fromFunctionUrl } from "./request.ts";
import { readSettings, type Settings } from "./settings.ts";
import { isSigned } from "./signature.ts";

export type IntakeHandler = (event: unknown, context?: InvocationContext) => Promise<FunctionUrlResponse>;

/** What the function reaches outside of itself. */
export interface Surroundings {
  environment: Readonly<Record<string, string | undefined>>;
  s3(settings: Settings): Pick<S3Client, "send">;
  sqs(): Pick<SQSClient, "send">;
  secretsManager(): Pick<SecretsManagerClient, "send">;
  /** Milliseconds since 1970. */
  now(): number;
  /** Takes one line, without its end. */
  log(line: string): void;
}

// Twilio waits for 15 s at most; a slow service is to end in our 503, after which Twilio may try again.
const limit = { reserved: 500, longest: 10_000 };

/** The Lambda handler over given surroundings; settings and services are made once, at the first call. */
export function createHandler(surroundings: Surroundings): IntakeHandler {
  let prepared: ReturnType<typeof prepare> | undefined;

  return async (event, context = {}) => {
    const startedAt = surroundings.now();
    let decision: Decision;
    try {
      prepared ??= prepare(surroundings);
      const { settings, services } = prepared;
      const request = fromFunctionUrl(event, settings.publicBaseUrl);
      decision = await decide(request, settings.accountSid, services, deadline(context, limit));
    } catch (error) {
      decision = failed(error);
    }
    const now = surroundings.now();
    surroundings.log(logLine(intakeLine(decision, now - startedAt), context, now));
    return answerTo(decision);
  };
}

function prepare({ environment, s3, sqs, secretsManager, now }: Surroundings) {
  const result = readSettings(environment);
  if ("problems" in result) throw new ServiceFailure("misconfigured", result.problems.join(". "));
  const { settings } = result;
  const { accountSid, secretArn, queueUrl } = settings;
  const tokens = twilioAuthTokens({ read: secretsManagerReader(secretsManager(), secretArn), accountSid, now });
  const [bucket, queue] = [s3(settings), sqs()];
  const services: IntakeServices = {
    isSigned: (signed, signal) => isSigned(signed, tokens, signal),
    noteExpected: (recording, signal) => noteExpected(bucket, settings, recording, signal),
    enqueue: (message, signal) => enqueue(queue, queueUrl, message, signal),
  };
  return { settings, services };
}
