import type { LocalAws } from "../../../local/aws/ministack.ts";
import { startLocalAws } from "../../../local/aws/ministack.ts";
import { type AwsClients, allServicesAt, destroyClients } from "../../../local/aws/provider/clients.ts";
import { awsProvider } from "../../../local/aws/provider/provider.ts";
import { ProviderClient } from "../../../providers/kit/testing.ts";
import type { PropertyMap } from "../../../providers/kit/values.ts";
import { type Cleanup, clientsOf } from "./fixture.ts";

/** An emulator, the provider configured for it, and the SDK's clients for looking behind the provider's back. */
export interface Bench {
  aws: LocalAws;
  provider: ProviderClient;
  clients: AwsClients;
}

/** Provider configuration as a stack's configuration gives it: text, with JSON for what isn't. */
export function configOf(aws: LocalAws, more: PropertyMap = {}): PropertyMap {
  return {
    region: aws.region,
    accessKey: aws.credentials.accessKeyId,
    secretKey: aws.credentials.secretAccessKey,
    endpoints: JSON.stringify([{ ...allServicesAt(aws.url), sts: aws.url }]),
    customCaBundle: aws.caFile,
    s3UsePathStyle: "true",
    skipCredentialsValidation: "true",
    skipRequestingAccountId: "true",
    skipMetadataApiCheck: "true",
    skipRegionValidation: "true",
    ...more,
  };
}

export async function startBench(cleanup: Cleanup, config: PropertyMap = {}): Promise<Bench> {
  const aws = await startLocalAws();
  cleanup.add(() => aws.close());
  const clients = clientsOf(aws);
  cleanup.add(() => destroyClients(clients));
  const provider = await startProvider(cleanup, configOf(aws, config));
  return { aws, provider, clients };
}

export async function startProvider(cleanup: Cleanup, config: PropertyMap): Promise<ProviderClient> {
  const provider = await ProviderClient.start(awsProvider);
  cleanup.add(() => provider.close());
  await provider.configure(config);
  return provider;
}
