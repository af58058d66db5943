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
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}

/** The same, for who goes on with it. @throws what is a mistake of ours, and so keeps its stack trace */
export function explain(error: unknown): string {
  const line = explanationOf(error);
  if (line === undefined) throw error;
  return line;
}

/** What the user can mend, or a service says, in a line. Undefined for what is a mistake of ours. */
export function explanationOf(error: unknown): string | undefined {
  if (error instanceof Mendable || error instanceof ProviderError) return error.message;
  if (error instanceof ServiceFailure) {
    const { detail, reason } = error;
    return ofAws.has(reason)
      ? `AWS: ${detail} (${reason}); look whether it can be reached with these credentials, then run the command again`
      : `Twilio: ${detail} (${reason}); run the command again, and tell Twilio's support where it lasts`;
  }
  const file = fileExplanation(error);
  if (file !== undefined) return file;
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

/** What Node says where a file can't be used, and what then helps. */
const fileRemedies: Readonly<Record<string, string>> = {
  EACCES: "mend its permissions",
  EPERM: "mend its permissions",
  EROFS: "name a place that is not read-only",
  ENOSPC: "make room on its disk",
  EDQUOT: "make room, or have your quota raised",
  ENOENT: "look whether it should be there",
  EISDIR: "it is a folder; move it away",
  ENOTDIR: "part of it is no folder; move that away",
  EEXIST: "it is there already; move it away",
};
/** These are said of no connection, so also where Node names no path, as when what is open already is read or written. */
const ofFiles: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EROFS", "EISDIR"]);

function fileExplanation(error: unknown): string | undefined {
  if (!(error instanceof Error && "syscall" in error && "code" in error)) return undefined;
  const [code, call] = [String(error.code), String(error.syscall)];
  const path = "path" in error && typeof error.path === "string" ? error.path : undefined;
  if (call.startsWith("spawn")) {
    return `${path ?? "A program"}: can't be started (${code}); install it, or mend its permissions, then run the command again`;
  }
  // A socket has a path as well.
  if (/^(connect|listen|bind)/.test(call) || (path === undefined && !ofFiles.has(code))) return undefined;
  const remedy = fileRemedies[code] ?? "look at it";
  return `${path ?? "A file"}: can't be read or written (${code}); ${remedy}, then run the command again`;
}
