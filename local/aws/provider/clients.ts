import { Agent } from "node:https";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { asAwsError } from "./errors.ts";

/** The services that the resources are made of, by the names that a provider's `endpoints` has for them. */
export const services = [
  "s3",
  "iam",
  "lambda",
  "logs",
  "secretsmanager",
  "kms",
  "cloudwatch",
  "sns",
  "sqs",
  "scheduler",
] as const;
export type Service = (typeof services)[number];

export interface AwsConnection {
  region: string;
  endpoints: Readonly<Record<Service, string>>;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** PEM text of the authorities to trust; absent: the ones that Node trusts. */
  ca?: string | undefined;
  /** Whether any certificate will do. */
  insecure?: boolean;
  /** How often a failed request is sent altogether. */
  maxAttempts?: number;
}

export interface AwsClients {
  s3: S3Client;
  iam: IAMClient;
  lambda: LambdaClient;
  logs: CloudWatchLogsClient;
  secrets: SecretsManagerClient;
  kms: KMSClient;
  cloudwatch: CloudWatchClient;
  sns: SNSClient;
  sqs: SQSClient;
  scheduler: SchedulerClient;
}

/** One address that speaks for all services. */
export function allServicesAt(url: string): Record<Service, string> {
  return Object.fromEntries(services.map((service) => [service, url])) as Record<Service, string>;
}

/** Makes the AWS SDK's clients, whose every failure is an {@link AwsError}. Makes no request. */
export function createClients(connection: AwsConnection): AwsClients {
  const { region, endpoints, credentials, ca, insecure = false, maxAttempts = 3 } = connection;
  const httpsAgent = new Agent({ keepAlive: true, rejectUnauthorized: !insecure, ...(ca === undefined ? {} : { ca }) });
  const at = (service: Service) => ({
    region,
    endpoint: endpoints[service],
    credentials,
    maxAttempts,
    requestHandler: { httpsAgent },
  });
  const clients: AwsClients = {
    s3: new S3Client({ ...at("s3"), forcePathStyle: true }),
    iam: new IAMClient(at("iam")),
    lambda: new LambdaClient(at("lambda")),
    logs: new CloudWatchLogsClient(at("logs")),
    secrets: new SecretsManagerClient(at("secretsmanager")),
    kms: new KMSClient(at("kms")),
    cloudwatch: new CloudWatchClient(at("cloudwatch")),
    sns: new SNSClient(at("sns")),
    // The emulator is reached at its own address, not at the one that it puts into a queue's URL.
    sqs: new SQSClient({ ...at("sqs"), useQueueUrlAsEndpoint: false }),
    scheduler: new SchedulerClient(at("scheduler")),
  };
  for (const client of Object.values(clients) as Pick<S3Client, "middlewareStack">[]) {
    client.middlewareStack.add(
      (next, { commandName = "" }) =>
        async (request) => {
          try {
            return await next(request);
          } catch (error) {
            throw asAwsError(error, commandName);
          }
        },
      { step: "initialize", name: "failuresByName", priority: "high" },
    );
  }
  return clients;
}

/** Closes idle connections, which would hold the process. */
export function destroyClients(clients: AwsClients): void {
  for (const client of Object.values(clients)) client.destroy();
}
