import type { FunctionUrlResponse } from "../lambda/function-url.ts";
import { deadline, type InvocationContext } from "../lambda/invocation.ts";
import type { RoleCredentials } from "../lambda/role-credentials.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";
import { twilioCredentials } from "../twilio-credentials/basic.ts";
import { answerTo } from "./answer.ts";
import { auditLine } from "./audit.ts";
import type { AccessRule } from "./authorisation.ts";
import { awsService } from "./aws.ts";
import { type Decision, decide, failed, type PlaybackServices } from "./decision.ts";
import { bucketEndpoint, secretsManagerEndpoint } from "./endpoints.ts";
import type { Fetch } from "./exchange.ts";
import { fromFunctionUrl, toFunctionUrl } from "./function-url.ts";
import { recordingBucket } from "./recordings.ts";
import { secretReader } from "./secrets-manager.ts";
import { readSettings, type Settings } from "./settings.ts";
import { rememberingTokens } from "./token-memory.ts";
import { tokenValidator } from "./token-validation.ts";

export type PlaybackHandler = (event: unknown, context?: InvocationContext) => Promise<FunctionUrlResponse>;

/** What the function reaches outside of itself. */
export interface Surroundings {
  environment: Readonly<Record<string, string | undefined>>;
  /** Who may hear. */
  access(settings: Settings): AccessRule;
  fetch: Fetch;
  /** The role's, for AWS. */
  credentials(): Promise<RoleCredentials>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Takes one line, without its end. */
  log(line: string): void;
}

// Left over for the answer itself, so that a slow service ends in our 503 and not in Lambda's timeout.
const limit = { reserved: 500, longest: 25_000 };

/** The Lambda handler over given surroundings; settings and services are made once, at the first call. */
export function createHandler(surroundings: Surroundings): PlaybackHandler {
  let prepared: ReturnType<typeof prepare> | undefined;

  return async (event, context = {}) => {
    const startedAt = surroundings.now();
    let decision: Decision;
    try {
      prepared ??= prepare(surroundings);
      decision = await decide(fromFunctionUrl(event), prepared.rules, prepared.services, deadline(context, limit));
    } catch (error) {
      decision = failed(error);
    }
    surroundings.log(auditLine(decision, context, { startedAt, now: surroundings.now() }));
    return toFunctionUrl(answerTo(decision));
  };
}

function prepare({ environment, access, fetch, credentials, now }: Surroundings) {
  const result = readSettings(environment);
  if ("problems" in result) throw new ServiceFailure("misconfigured", result.problems.join(". "));
  const { settings } = result;
  const { iamUrl, accountSid, secretArn, region, tokenMemorySeconds } = settings;
  const secretsManager = awsService({ service: "secretsmanager", region, credentials, now });
  const s3 = awsService({ service: "s3", region, credentials, now });
  const endpoint = secretsManagerEndpoint(settings);
  const twilio = twilioCredentials({
    read: secretReader({ secretsManager, endpoint, secretArn, fetch }),
    accountSid,
    now,
  });
  const validateToken = tokenValidator({ iamUrl, accountSid, credentials: twilio, fetch });
  const services: PlaybackServices = {
    validateToken: rememberingTokens(validateToken, { milliseconds: tokenMemorySeconds * 1000, now }),
    ...recordingBucket({ s3, endpoint: bucketEndpoint(settings), settings, credentials, fetch, now }),
    now,
  };
  return { rules: { access: access(settings), origins: settings.origins }, services };
}
