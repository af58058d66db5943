import { type LocalAwsRequest, localAwsFetch } from "../../local/aws/reach.ts";
import type { AwsAccess } from "./aws-access.ts";

/** A request to one of a stack's own addresses, which anybody could make: no credentials go with it, no redirect is followed. */
export type StackFetch = (url: string | URL, init?: LocalAwsRequest) => Promise<Response>;

/** How a stack's function URLs and bucket are reached: over the network, or at an emulator's port where the stack has one. */
export function stackFetch({ endpoints, caFile }: Pick<AwsAccess, "endpoints" | "caFile">): StackFetch {
  const { lambda } = endpoints;
  if (lambda !== undefined && caFile !== undefined) {
    return localAwsFetch({ port: Number(new URL(lambda).port), caFile });
  }
  return (url, { body, ...init } = {}) =>
    fetch(url, { ...init, redirect: "manual", ...(body !== undefined && { body: bodyOf(body) }) });
}

function bodyOf(body: string | Uint8Array): string | Uint8Array<ArrayBuffer> {
  return typeof body === "string" ? body : new Uint8Array(body);
}
