import { Agent } from "node:https";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** One endpoint that speaks for every AWS service, and who is asking. */
export interface AwsConnection {
  region: string;
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** PEM text of authorities to trust besides the usual ones' place; absent: the usual ones. */
  ca?: string | undefined;
}

export interface AwsClients {
  s3: S3Client;
  iam: IAMClient;
  lambda: LambdaClient;
  logs: CloudWatchLogsClient;
  secrets: SecretsManagerClient;
  /** Closes idle connections, which would hold the process. */
  destroy(): void;
}

/** Makes the AWS SDK's clients. Makes no request. */
export function createClients({ region, endpoint, credentials, ca }: AwsConnection): AwsClients {
  const httpsAgent = new Agent({ keepAlive: true, maxSockets: 50, ...(ca === undefined ? {} : { ca }) });
  const common = { region, endpoint, credentials, requestHandler: { httpsAgent } };
  const clients = {
    s3: new S3Client({ ...common, forcePathStyle: true }),
    iam: new IAMClient(common),
    lambda: new LambdaClient(common),
    logs: new CloudWatchLogsClient(common),
    secrets: new SecretsManagerClient(common),
  };
  return {
    ...clients,
    destroy() {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
