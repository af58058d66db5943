import { isIP } from "node:net";
import type { Settings } from "./settings.ts";

/** Secrets Manager's address, without a slash at the end: in the function's region, or where AWS' variables say. */
export function secretsManagerEndpoint({ region, endpoints }: Pick<Settings, "region" | "endpoints">): string {
  return endpoints.secretsManager ?? endpoints.others ?? `https://secretsmanager.${region}.${domain(region)}`;
}

/** The bucket's address: its name in the host, or in the path where that is wanted or where TLS needs it. */
export function bucketEndpoint({
  region,
  endpoints,
  bucket,
  forcePathStyle,
}: Pick<Settings, "region" | "endpoints" | "bucket" | "forcePathStyle">): string {
  const base = endpoints.s3 ?? endpoints.others ?? `https://s3.${region}.${domain(region)}`;
  const url = new URL(base);
  // S3's certificate is for one label before its own name, and nothing can come before an IP address.
  if (forcePathStyle || bucket.includes(".") || isIP(url.hostname.replace(/[[\]]/g, "")) !== 0)
    return `${base}/${bucket}`;
  return `${url.protocol}//${bucket}.${url.host}${url.pathname}`;
}

function domain(region: string): string {
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}
