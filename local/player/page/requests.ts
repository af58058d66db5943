/// <reference lib="dom" />
import { type Answer, noAnswer, type PageGet, retryAfterOf, Withheld } from "../sequence.ts";
import type { Through } from "../through.ts";

/** How this page reaches the url_provider and the bucket. */
export interface Reach {
  get: PageGet;
  /** What an audio element plays the media from. */
  sourceOf(mediaUrl: string): Promise<string>;
}

/** By the browser itself, whose own CORS then decides: for a page that really is where the player is. */
export const directly: Reach = {
  async get(step, url, headers, report) {
    const startedAt = performance.now();
    try {
      const request = { headers, mode: "cors", credentials: "omit", redirect: "error", cache: "no-store" } as const;
      const response = await fetch(url, request);
      const body = new Uint8Array(await response.arrayBuffer());
      report({ name: step, status: response.status, milliseconds: Math.round(performance.now() - startedAt) });
      return readAnswer(response, body);
    } catch (cause) {
      throw new Withheld(step, "withheld", noAnswer(cause), { cause });
    }
  },
  sourceOf: async (mediaUrl) => mediaUrl,
};

/** Through this page's own server, which keeps to a browser's rules for a page of this origin. */
export function throughServer(origin: string): Reach {
  const sourceOf = async (mediaUrl: string) => (await post<{ path: string }>("/media", { url: mediaUrl, origin })).path;
  return {
    async get(step, url, headers, report) {
      const path = step === "media" ? await sourceOf(url) : undefined;
      const response = path ? await fetch(path, { headers }) : await sent("/through", { url, headers, origin });
      const body = new Uint8Array(await response.arrayBuffer());
      const through = JSON.parse(decodeURIComponent(response.headers.get("x-through") ?? "null")) as Through | null;
      if (through === null) throw new Error(new TextDecoder().decode(body));
      for (const made of through.steps) report(made);
      if (through.withheld === undefined) return readAnswer(response, body);
      const { step: stopped, kind, reason } = through.withheld;
      throw new Withheld(stopped, kind, reason);
    },
    sourceOf,
  };
}

/** Asks this page's own server for something. */
export async function post<T>(path: string, question: unknown): Promise<T> {
  const response = await sent(path, question);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}

function sent(path: string, question: unknown): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(question) });
}

function readAnswer({ status, headers }: Response, body: Uint8Array): Answer {
  return {
    status,
    body,
    contentType: headers.get("content-type"),
    contentRange: headers.get("content-range") ?? undefined,
    retryAfter: retryAfterOf(headers),
  };
}
