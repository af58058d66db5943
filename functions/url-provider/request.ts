import { isRecordingSid, type RecordingSid } from "../../media/sid.ts";
import type { Denial } from "./decision.ts";

/** An HTTP request, as far as playback looks at it, whichever front end it came through. */
export interface PlaybackRequest {
  method: string;
  /** As sent: percent-encoded, without the question mark. */
  query: string;
  /** Undefined where there is none, or where several make it unclear which is meant. */
  authorization: string | undefined;
  /** The page that asks, where a browser does. */
  origin: string | undefined;
}

/** More than any player sends, and little enough to look at. A Flex token has some thousand characters. */
const longest = { query: 8_192, authorization: 65_536 };

export type AskedFor = { recording: RecordingSid; token: string } | { denial: Denial };

/** The recording and the token that a request carries, or why it can't be one of the player's. */
export function readRequest(request: PlaybackRequest): AskedFor {
  if (request.method !== "GET") return { denial: { status: 405, reason: "method_not_allowed" } };

  if (request.query.length > longest.query) return { denial: { status: 400, reason: "malformed_request" } };
  const [recording, ...others] = new URLSearchParams(request.query).getAll("recording");
  if (recording === undefined || others.length > 0 || !isRecordingSid(recording)) {
    return { denial: { status: 400, reason: "malformed_request" } };
  }

  if (request.authorization === undefined) return { denial: { status: 401, reason: "missing_token" } };
  const token = tokenOf(request.authorization);
  if (token === undefined) return { denial: { status: 401, reason: "malformed_authorization" } };
  return { recording, token };
}

/** The token in `Basic base64("token:" + token)`, which is how the player sends it. */
function tokenOf(authorization: string): string | undefined {
  if (authorization.length > longest.authorization) return undefined;
  const base64 = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
  if (base64 === undefined) return undefined;
  // A Flex token is a JWE in its compact form: letters, digits and a few signs. What is not plain ASCII
  // without spaces isn't one, and is better not handed on.
  return /^token:([\x21-\x7e]+)$/.exec(Buffer.from(base64, "base64").toString("latin1"))?.[1];
}
