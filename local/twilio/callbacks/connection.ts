/** What is tried again: a status of that class, a connection that could not be made, an answer that didn't come. */
export type RetryReason = "4xx" | "5xx" | "ct" | "rt";

/** How Twilio connects to a webhook. */
export interface Connection {
  /** The URL that is requested and signed: the overrides in its fragment are not part of it. */
  readonly url: string;
  /** Milliseconds for one attempt. */
  readonly readTimeout: number;
  /** Milliseconds for all attempts together. */
  readonly totalTime: number;
  readonly retries: number;
  readonly retryOn: readonly RetryReason[];
}

const everyReason: readonly RetryReason[] = ["4xx", "5xx", "ct", "rt"];

/**
 * Twilio's defaults: 15 s for an answer, and one more attempt where no connection could be made; nothing else is tried
 * again. A URL changes that in its fragment, as `#rc=3&rp=all`; what is out of bounds there is not taken.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export function connectionOf(given: string): Connection {
  const overrides = new URLSearchParams(new URL(given).hash.slice(1));
  return {
    // As written, with the slash that a request has where there is no path.
    url: (given.split("#", 1)[0] ?? "").replace(/^(https?:\/\/[^/?]+)(?=\?|$)/i, "$1/"),
    readTimeout: within(overrides.get("rt"), 100, 15_000) ?? 15_000,
    totalTime: within(overrides.get("tt"), 100, 15_000) ?? 15_000,
    retries: within(overrides.get("rc"), 0, 5) ?? 1,
    retryOn: policy(overrides.get("rp")),
  };
}

function within(text: string | null, least: number, most: number): number | undefined {
  const value = /^\d{1,5}$/.test(text ?? "") ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

function policy(text: string | null): readonly RetryReason[] {
  const words = (text ?? "").split(",").filter((word) => word !== "");
  if (words.includes("all")) return everyReason;
  const known = everyReason.filter((reason) => words.includes(reason));
  return known.length > 0 ? known : ["ct"];
}
