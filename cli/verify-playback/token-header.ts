import { authorizationOf } from "../../local/player/sequence.ts";

/**
 * From about this many bytes of request headers on, function URLs have been reported to answer 413. AWS documents no
 * limit of theirs.
 */
export const reportedLimitBytes = 10_240;

/** About what a browser's other headers come to. */
const otherHeaderBytes = 1_000;

export interface TokenHeader {
  tokenBytes: number;
  /** The Authorization header with its name: base64 adds a third. */
  headerBytes: number;
  /** With a browser's other headers it passes what a function URL is reported to take. */
  isTooLong: boolean;
}

/** How large a listener's token makes the request to the url_provider. */
export function measureTokenHeader(token: string): TokenHeader {
  const headerBytes = `authorization: ${authorizationOf(token)}\r\n`.length;
  return {
    tokenBytes: Buffer.byteLength(token),
    headerBytes,
    isTooLong: headerBytes + otherHeaderBytes > reportedLimitBytes,
  };
}
