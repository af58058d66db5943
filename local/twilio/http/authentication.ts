import { createHash, timingSafeEqual } from "node:crypto";
import type { Account } from "../account.ts";
import { unauthenticated } from "./errors.ts";
import type { ApiRequest } from "./messages.ts";

/**
 * Basic authentication by account SID and auth token, or by API key and its secret.
 * @throws TwilioError 20003
 */
export function authenticate(request: ApiRequest, account: Account): void {
  const credentials = basicCredentials(request.headers.authorization);
  if (!credentials || !isAccepted(account, credentials)) throw unauthenticated();
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

function basicCredentials(header: string | undefined): Credentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(header ?? "")?.[1];
  const pair = Buffer.from(encoded ?? "", "base64").toString("utf8");
  const colon = pair.indexOf(":");
  return colon < 0 ? undefined : { username: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

function isAccepted(account: Account, { username, password }: Credentials): boolean {
  if (username === account.sid) return sameDigest(digest(password), digest(account.authToken));
  const key = account.state.current.apiKeys.find(({ sid }) => sid === username);
  return key !== undefined && sameDigest(digest(password), key.secret_sha256);
}

/** Hex SHA-256: all that is kept of a secret that only has to be recognised. */
export function digest(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

function sameDigest(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
