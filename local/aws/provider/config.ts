import { readFileSync } from "node:fs";
import { z } from "zod";
import { ProviderError, rule, type Secret, secret } from "../../../providers/kit/index.ts";
import { Account } from "./account.ts";
import { type Service, services } from "./clients.ts";
import { must } from "./must.ts";
import { tagsSchema } from "./tags.ts";
import { version } from "./version.ts";

const forRealAccounts =
  "This is the stand-in for the AWS provider; for a real account run " +
  `pulumi plugin install resource aws v${version} --reinstall`;

const accountId = z.string().regex(/^\d{12}$/, must("be 12 digits"));

/** Other names that the provider's `endpoints` has for a service. */
const synonyms: Partial<Record<Service, readonly string[]>> = {
  logs: ["cloudwatchlogs", "cloudwatchlog"],
};

function namesOf(service: Service): readonly string[] {
  return [service, ...(synonyms[service] ?? [])];
}

const notHere = (remedy: string) => `is not known to the local AWS provider; ${remedy}`;
const staticKeys = notHere(
  "give accessKey and secretKey, or the environment's AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
);
const leaveOut = notHere("leave it out");

const shape = z
  .strictObject({
    region: z.string().min(1).describe("Such as us-east-1."),
    accessKey: secret(z.string().min(1)).describe("The access key's id."),
    secretKey: secret(z.string().min(1)).describe("The access key's secret."),
    endpoints: z
      .array(z.record(z.string(), z.string()))
      .describe("URLs by service, of this machine only: this provider must never reach a real account."),
    customCaBundle: z.string().optional().describe("A PEM file of the authorities to trust."),
    insecure: z.boolean().default(false).describe("Trust any certificate."),
    s3UsePathStyle: z.boolean().default(true).describe("Taken for granted."),
    skipCredentialsValidation: z.boolean().optional().describe("Taken for granted."),
    skipMetadataApiCheck: z.boolean().optional().describe("Taken for granted."),
    skipRegionValidation: z.boolean().optional().describe("Taken for granted."),
    skipRequestingAccountId: z.boolean().optional().describe("Taken for granted."),
    defaultTags: z
      .strictObject({ tags: tagsSchema.optional() })
      .optional()
      .describe("Tags for everything that takes tags."),
    allowedAccountIds: z.array(accountId).min(1).optional().describe("The only accounts to work on."),
    forbiddenAccountIds: z.array(accountId).min(1).optional().describe("Accounts not to work on."),
    maxRetries: z.number().int().min(0).default(2).describe("How often a failed request is sent again."),
  })
  .meta({
    refused: {
      profile: staticKeys,
      token: staticKeys,
      sharedConfigFiles: staticKeys,
      sharedCredentialsFiles: staticKeys,
      assumeRoles: staticKeys,
      assumeRoleWithWebIdentity: staticKeys,
      ec2MetadataServiceEndpoint: staticKeys,
      ec2MetadataServiceEndpointMode: staticKeys,
      httpProxy: leaveOut,
      httpsProxy: leaveOut,
      noProxy: leaveOut,
      ignoreTags: leaveOut,
      retryMode: leaveOut,
      s3UsEast1RegionalEndpoint: leaveOut,
      stsRegion: leaveOut,
      tagPolicyCompliance: leaveOut,
      tokenBucketRateLimiterCapacity: leaveOut,
      useDualstackEndpoint: leaveOut,
      useFipsEndpoint: leaveOut,
      userAgents: leaveOut,
    },
  });

/** The provider's configuration: what of @pulumi/aws makes sense against an emulator on this machine. */
export const config = rule(shape, function* ({ endpoints }) {
  if (!Array.isArray(endpoints)) return;
  const given = endpoints.flatMap((entry, index) =>
    typeof entry === "object" && entry !== null
      ? Object.entries(entry).map(([service, url]) => ({ path: ["endpoints", index, service], service, url }))
      : [],
  );
  for (const { path, url } of given) {
    const reason = whyNotLocal(url);
    if (reason !== undefined) yield { path, reason };
  }
  const missing = services.filter((service) => !given.some((one) => namesOf(service).includes(one.service)));
  if (missing.length > 0) {
    yield {
      path: ["endpoints"],
      reason: `lacks ${missing.join(", ")}; give each the URL of the local AWS. ${forRealAccounts}`,
    };
  }
});

function whyNotLocal(url: unknown): string | undefined {
  if (typeof url !== "string" || !URL.canParse(url)) return "is no URL; give the address of the local AWS";
  const { protocol, hostname } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:")
    return "is no http or https URL; give the address of the local AWS";
  if (hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname)) return undefined;
  return `leads to ${hostname}, which is not on this machine. ${forRealAccounts}`;
}

/** Makes the account from a checked configuration, without a request. */
export function configure(settings: z.output<typeof config>): Account {
  return new Account({
    region: settings.region,
    endpoints: endpointsOf(settings.endpoints),
    credentials: { accessKeyId: opened(settings.accessKey), secretAccessKey: opened(settings.secretKey) },
    ca: settings.customCaBundle === undefined ? undefined : readCaBundle(settings.customCaBundle),
    insecure: settings.insecure,
    maxAttempts: settings.maxRetries + 1,
    defaultTags: settings.defaultTags?.tags ?? {},
    allowedAccountIds: settings.allowedAccountIds,
    forbiddenAccountIds: settings.forbiddenAccountIds,
  });
}

function opened(value: Secret<string>): string {
  return value.reveal();
}

function endpointsOf(list: readonly Record<string, string>[]): Record<Service, string> {
  const given: Record<string, string> = Object.assign({}, ...list);
  const urlOf = (service: Service) =>
    namesOf(service)
      .map((name) => given[name])
      .find((url) => url !== undefined) ?? "";
  return Object.fromEntries(services.map((service) => [service, urlOf(service)])) as Record<Service, string>;
}

function readCaBundle(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new ProviderError(`customCaBundle: ${path} can't be read; start the local AWS, which writes it.`, {
      cause: error,
    });
  }
}
