import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { errorName } from "../lambda/error-name.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";
import type { SecretReader } from "./secret.ts";

/** Reads a secret with the SDK's client. */
export function secretsManagerReader(client: Pick<SecretsManagerClient, "send">, secretArn: string): SecretReader {
  return async (signal) => {
    try {
      const answer = await client.send(new GetSecretValueCommand({ SecretId: secretArn }), { abortSignal: signal });
      return answer.SecretString;
    } catch (error) {
      throw new ServiceFailure("credentials_unavailable", `Secrets Manager: ${errorName(error)}`, { cause: error });
    }
  };
}
