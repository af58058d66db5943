import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { Mendable } from "../../local/engine/mendable.ts";

const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: "custom", message: "is no JSON" });
    return z.NEVER;
  }
});
const flag = z.enum(["true", "false"]).transform((text) => text === "true");
const endpoints = json.pipe(z.array(z.record(z.string(), z.url())));

/** What of the AWS provider's configuration the commands use. All else of it is about provisioning. */
const schema = z.object({
  "aws:region": z.string().optional(),
  "aws:profile": z.string().optional(),
  "aws:accessKey": z.string().optional(),
  "aws:secretKey": z.string().optional(),
  "aws:token": z.string().optional(),
  "aws:endpoints": endpoints.optional(),
  "aws:s3UsePathStyle": flag.optional(),
  "aws:customCaBundle": z.string().optional(),
  "aws:insecure": flag.optional(),
});

/** How to reach AWS; what is absent is for the SDK to find, as it does for every AWS tool. */
export interface AwsAccess {
  region?: string;
  profile?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** By the names that the provider's `endpoints` has for services. */
  endpoints: Readonly<Record<string, string>>;
  forcePathStyle: boolean;
  /** A PEM file of the authorities to trust in place of the usual ones. */
  caFile?: string;
  insecure: boolean;
}

const roles = ["aws:assumeRole", "aws:assumeRoles", "aws:assumeRoleWithWebIdentity"];

/**
 * Reads `aws:*` of a stack's configuration.
 * @param values Every value by its full key, structures as JSON.
 */
export function awsAccess(
  values: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>>,
): AwsAccess {
  const read = schema.safeParse(values);
  const role = roles.find((key) => key in values);
  if (!read.success || role !== undefined) {
    const wrong = (read.error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}; mend it`);
    if (role !== undefined) {
      wrong.push(`${role}: is not known to flex-media; run it with the role's own credentials, say by AWS_PROFILE`);
    }
    throw new Mendable(wrong.join("\n"));
  }
  const given = read.data;
  const [accessKeyId, secretAccessKey, sessionToken] = [
    given["aws:accessKey"],
    given["aws:secretKey"],
    given["aws:token"],
  ];
  const caFile = given["aws:customCaBundle"] ?? environment.AWS_CA_BUNDLE;
  const addresses: Record<string, string> = Object.assign({}, ...(given["aws:endpoints"] ?? []));
  const isLocal = Object.values(addresses).some((url) => ["127.0.0.1", "localhost"].includes(new URL(url).hostname));
  if (isLocal && !caFile) throw new Mendable("--stack: lives in a local AWS; `npm start` serves it.");
  return {
    ...(given["aws:region"] && { region: given["aws:region"] }),
    ...(given["aws:profile"] && { profile: given["aws:profile"] }),
    ...(accessKeyId &&
      secretAccessKey && { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } }),
    endpoints: addresses,
    forcePathStyle: given["aws:s3UsePathStyle"] ?? false,
    ...(caFile && { caFile }),
    insecure: given["aws:insecure"] ?? false,
  };
}

export interface AwsClients {
  s3: S3Client;
  sqs: SQSClient;
  cloudwatch: CloudWatchClient;
  /** Closes idle connections, which would hold the process. */
  destroy(): void;
}

/** Makes the SDK's clients. Makes no request. */
export function awsClients(access: AwsAccess): AwsClients {
  const { region, profile, credentials, forcePathStyle, caFile, insecure } = access;
  const httpsAgent = new Agent({
    keepAlive: true,
    maxSockets: 64,
    rejectUnauthorized: !insecure,
    ...(caFile && { ca: authorities(caFile) }),
  });
  const at = (service: string) => ({
    ...(region && { region }),
    ...(profile && { profile }),
    ...(credentials && { credentials }),
    ...(access.endpoints[service] && { endpoint: access.endpoints[service] }),
    maxAttempts: 6,
    requestHandler: { httpsAgent, connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
  });
  const s3 = new S3Client({ ...at("s3"), forcePathStyle, responseChecksumValidation: "WHEN_REQUIRED" });
  // An emulator is reached at its own address, not at the one that it puts into a queue's URL.
  const sqs = new SQSClient({ ...at("sqs"), useQueueUrlAsEndpoint: access.endpoints.sqs === undefined });
  const cloudwatch = new CloudWatchClient(at("cloudwatch"));
  return {
    s3,
    sqs,
    cloudwatch,
    destroy() {
      for (const client of [s3, sqs, cloudwatch]) client.destroy();
      httpsAgent.destroy();
    },
  };
}

function authorities(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new Mendable(`aws:customCaBundle: ${file} can't be read; name a PEM file, or start the local AWS`);
  }
}
