import process from "node:process";
import { errorName } from "../../functions/lambda/error-name.ts";
import { ServiceFailure } from "../../functions/lambda/service-failure.ts";
import { Mendable } from "../../local/engine/mendable.ts";
import { ProviderError } from "../../providers/kit/index.ts";

/** What the store's own pieces say where AWS did not do its part. */
const ofAws: ReadonlySet<string> = new Set(["storage_unavailable", "queue_unavailable", "credentials_unavailable"]);

/** Runs a command. What the user can mend, and what a service says, is a line and exit code 1. */
export async function explained(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const line = explanationOf(error);
    if (line === undefined) throw error;
    process.stderr.write(`${line}\n`);
    process.exitCode = 1;
  }
}

/** Undefined for what is a mistake of ours, and so keeps its stack trace. */
export function explanationOf(error: unknown): string | undefined {
  if (error instanceof Mendable || error instanceof ProviderError) return error.message;
  if (error instanceof ServiceFailure) {
    const { detail, reason } = error;
    return ofAws.has(reason)
      ? `AWS: ${detail} (${reason}); look whether it can be reached with these credentials, then run the command again`
      : `Twilio: ${detail} (${reason}); run the command again, and tell Twilio's support where it lasts`;
  }
  // The AWS SDK puts this on each of its errors; their messages may hold addresses with a query.
  if (error instanceof Error && "$metadata" in error) {
    return `AWS: ${errorName(error)}; look whether the credentials are right and may do this, then run the command again`;
  }
  const name = errorName(error);
  if (/^(E[A-Z]+|CredentialsProviderError|TimeoutError|UND_ERR_[A-Z_]+)$/.test(name)) {
    return `AWS: ${name}; look whether it can be reached with these credentials, then run the command again`;
  }
  return undefined;
}
