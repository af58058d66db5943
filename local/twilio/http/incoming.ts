import type { IncomingMessage } from "node:http";
import type { ApiRequest } from "./messages.ts";

const mostBytes = 64 * 1024 * 1024;

/** The path's first segment, which says who is meant: a Twilio host, or `_control`. */
export function splitTarget(incoming: IncomingMessage): Omit<ApiRequest, "body"> {
  const [target = "", search = ""] = splitOnce(incoming.url ?? "/", "?");
  const [host = "", path = ""] = splitOnce(target.replace(/^\//, ""), "/");
  return {
    method: incoming.method ?? "GET",
    host: host.toLowerCase(),
    path: `/${path}`,
    query: new URLSearchParams(search),
    headers: incoming.headers,
  };
}

/** The whole body; undefined when it is longer than any that is served here (64 MiB). */
export async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of incoming) {
    length += part.length;
    if (length <= mostBytes) parts.push(part);
  }
  return length > mostBytes ? undefined : Buffer.concat(parts);
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
