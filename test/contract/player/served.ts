import type { Travel } from "../../../local/player/page-requests.ts";
import { toneConversation } from "../../../local/player/tones.ts";
import { encodeWav } from "../../../local/player/wav.ts";

export const origin = "https://flex.twilio.com";
export const urlProvider = "https://function.example.com/?recording=RE1";
export const token = "eyJhbGciOiJkaXIifQ..a.b.c";
export const wav = encodeWav(toneConversation(1));

const mediaUrl = "https://bucket.example.com/recording?X-Amz-Signature=secret";
const cors = { "access-control-allow-origin": origin };

/** What a deployment does; each may be done wrong. */
export const proper = {
  /** Whether pages of this origin are answered to. */
  allows: (page: string): boolean => page === origin,
  /** The same of the bucket. */
  bucketAllows: (page: string): boolean => page === origin,
  answer: (authorization: string | undefined): Response =>
    authorization === `Basic ${btoa(`token:${token}`)}`
      ? Response.json({ media_url: mediaUrl })
      : new Response("{}", { status: 401 }),
  media: wav as Uint8Array,
  heedsRanges: true,
};

/** A url_provider and a bucket in memory. */
export function serving(deployment: Partial<typeof proper> = {}): Travel {
  const { allows, bucketAllows, answer, media, heedsRanges } = { ...proper, ...deployment };
  const withCors = (response: Response, page: string, isAllowed: (page: string) => boolean) => {
    if (isAllowed(page)) response.headers.set("access-control-allow-origin", page);
    return response;
  };
  return async (url, { method, headers }) => {
    const page = headers.origin ?? "";
    if (method === "OPTIONS") {
      return withCors(
        new Response(null, { headers: { "access-control-allow-headers": "authorization" } }),
        page,
        allows,
      );
    }
    if (url.host === "function.example.com") return withCors(answer(headers.authorization), page, allows);
    if (!heedsRanges) return withCors(new Response(Uint8Array.from(media)), page, bucketAllows);
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1]);
    const range = { "content-range": `bytes ${from}-${media.length - 1}/${media.length}`, "content-type": "audio/wav" };
    const part = new Response(Uint8Array.from(media.subarray(from)), { status: 206, headers: range });
    return withCors(part, page, bucketAllows);
  };
}

export const refusing =
  (status: number, headers: Record<string, string> = {}): (() => Response) =>
  () =>
    new Response("{}", { status, headers: { ...cors, ...headers } });
