import { isIP } from "node:net";
import type { Settings } from "./settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Secrets Manager's address in the function's region, or where AWS' variables say that it is. */
export function secretsManagerEndpoint({ region }: Pick<Settings, "region">, environment: Environment): string {
  return (
    environment.AWS_ENDPOINT_URL_SECRETS_MANAGER ||
    environment.AWS_ENDPOINT_URL ||
    `https://secretsmanager.${region}.${domain(region)}`
  );
}

/** The bucket's address: its name in the host, or in the path where that is wanted or where TLS needs it. */
export function bucketEndpoint(
  { region, bucket, forcePathStyle }: Pick<Settings, "region" | "bucket" | "forcePathStyle">,
  environment: Environment,
): string {
  const base =
    environment.AWS_ENDPOINT_URL_S3 || environment.AWS_ENDPOINT_URL || `https://s3.${region}.${domain(region)}`;
  const url = new URL(base);
  // S3's certificate is for one label before its own name, and nothing can come before an IP address.
  if (forcePathStyle || bucket.includes(".") || isIP(url.hostname.replace(/[[\]]/g, "")) !== 0)
    return `${base.replace(/\/+$/, "")}/${bucket}`;
  return `${url.protocol}//${bucket}.${url.host}${url.pathname}`;
}

function domain(region: string): string {
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}
