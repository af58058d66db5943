import { randomBytes } from "node:crypto";
import { z } from "zod";
import { requestsOf, type Travel } from "./page-requests.ts";
import { type Answer, type PlaybackStep, Withheld } from "./sequence.ts";

/** What came of a request that the page's server made for it, beside the answer itself. */
export interface Through {
  steps: PlaybackStep[];
  /** Why there is no answer. */
  withheld?: Pick<Withheld, "step" | "kind"> & { reason: string };
}

/** A server's answer, whatever it is served with. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** How many recordings can be listened to at a time. */
const remembered = 16;

const urlSchema = z.string().max(10_000);
const originSchema = z.string().regex(/^https?:\/\/[^/\s]+$/, "is no origin; give one such as https://flex.twilio.com");
const askedSchema = z.strictObject({
  url: urlSchema,
  origin: originSchema,
  headers: z.strictObject({ authorization: z.string() }),
});
const mediaSchema = z.strictObject({ url: urlSchema, origin: originSchema });

/**
 * Takes the player's requests to where the user's own browser can't: the stand-ins' host names lead nowhere for it. Each
 * is made by the rules that a browser keeps for a page of the given origin, so that CORS refuses here what it refuses there.
 */
export class PassThrough {
  readonly #travel: Travel;
  readonly #media = new Map<string, { url: string; origin: string }>();

  constructor(travel: Travel) {
    this.#travel = travel;
  }

  /** Asks the url_provider. */
  async ask(question: unknown): Promise<Reply> {
    const { url, origin, headers } = askedSchema.parse(question);
    return await this.#get("url_provider", url, origin, headers);
  }

  /** Gives a path of this server for a media URL, as an audio element can send no body. */
  remember(question: unknown): string {
    const id = randomBytes(16).toString("hex");
    this.#media.set(id, mediaSchema.parse(question));
    for (const oldest of [...this.#media.keys()].slice(0, -remembered)) this.#media.delete(oldest);
    return `/media/${id}`;
  }

  /** The media behind such a path, or the part of it that `range` asks for; undefined where there is no such path. */
  async media(path: string, range: string | undefined): Promise<Reply | undefined> {
    const media = this.#media.get(path.slice("/media/".length));
    return media && (await this.#get("media", media.url, media.origin, range === undefined ? {} : { range }));
  }

  async #get(step: "url_provider" | "media", url: string, origin: string, headers: Record<string, string>) {
    const through: Through = { steps: [] };
    try {
      const get = requestsOf({ origin, fetch: this.#travel });
      return reply(await get(step, url, headers, (made) => through.steps.push(made)), through);
    } catch (error) {
      if (!(error instanceof Withheld)) throw error;
      through.withheld = { step: error.step, kind: error.kind, reason: error.message };
      return { status: 502, headers: { "x-through": inHeader(through) }, body: "" };
    }
  }
}

function reply(answer: Answer, through: Through): Reply {
  const { status, contentType, contentRange, retryAfter, body } = answer;
  return {
    status,
    body,
    headers: {
      "x-through": inHeader(through),
      "accept-ranges": "bytes",
      ...(contentType !== null && { "content-type": contentType }),
      ...(status === 206 && contentRange !== undefined && { "content-range": contentRange }),
      ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
    },
  };
}

/** A header holds ASCII only. */
function inHeader(through: Through): string {
  return encodeURIComponent(JSON.stringify(through));
}
