/** Twilio's products that this provider calls, and the first label of each one's host. */
export const products = {
  api: "api",
  conversations: "conversations",
  flexApi: "flex-api",
  iam: "iam",
  studio: "studio",
  taskrouter: "taskrouter",
  voice: "voice",
} as const;

export type Product = keyof typeof products;

export type Region = "us1" | "ie1" | "au1";

// A region's own edge. A host with a region but no edge is served no longer, so one of the two implies the other.
const edgeOf: Record<Region, string> = { us1: "ashburn", ie1: "dublin", au1: "sydney" };

/** Twilio's base URL of a product: the plain host, or the one that names both edge and region. */
export function hostUrl(
  product: Product,
  location: { region?: Region | undefined; edge?: string | undefined },
): string {
  const label = products[product];
  if (location.region === undefined && location.edge === undefined) return `https://${label}.twilio.com`;
  const region = location.region ?? "us1";
  return `https://${label}.${location.edge ?? edgeOf[region]}.${region}.twilio.com`;
}
