import { isObject, parsedJson, textOf } from "../lambda/json.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";
import type { SecretReader } from "../twilio-credentials/secret.ts";
import type { AwsService } from "./aws.ts";
import type { ExchangeOptions, Fetch } from "./exchange.ts";

const attemptMilliseconds = 2_000;

export interface SecretReaderOptions {
  secretsManager: Pick<AwsService, "send">;
  endpoint: string;
  secretArn: string;
  fetch: Fetch;
}

/** Reads a secret with one plain request. Source API: secretsmanager.GetSecretValue. */
export function secretReader({ secretsManager, endpoint, secretArn, fetch }: SecretReaderOptions): SecretReader {
  const failure: ExchangeOptions["failure"] = (detail, options) =>
    new ServiceFailure("credentials_unavailable", `Secrets Manager: ${detail}`, options);
  return async (signal) => {
    const { status, text } = await secretsManager.send(
      {
        method: "POST",
        endpoint,
        path: "/",
        headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "secretsmanager.GetSecretValue" },
        body: JSON.stringify({ SecretId: secretArn }),
      },
      { fetch, signal, attemptMilliseconds, failure },
    );
    const answer = parsedJson(text);
    if (!isObject(answer)) throw failure(`HTTP ${status} without JSON`);
    const { __type: type, SecretString: secret } = answer;
    if (status !== 200) throw failure(`HTTP ${status} ${/\w{1,100}$/.exec(String(type))?.[0] ?? ""}`.trim());
    return textOf(secret);
  };
}
