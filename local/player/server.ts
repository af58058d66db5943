import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { ZodError, z } from "zod";
import { pageFiles } from "./page-files.ts";
import type { Travel } from "./page-requests.ts";
import { FLEX_ORIGIN } from "./player.ts";
import { PassThrough, type Reply } from "./through.ts";

export interface PlayerServerOptions {
  /** TCP port on 127.0.0.1. Absent or 0: a free one. */
  port?: number;
  /** What the form begins with. */
  urlProvider?: string;
  /** Issues a Flex token to a listener with this role: where the accounts are stand-ins. Without it the page has no button for it. */
  issueToken?: (role: ListenerRole) => string;
  /**
   * Has the page's server make the player's requests this way, by a browser's rules for whichever origin the form says:
   * for browsers that can't reach the services by their names. Without it the browser itself makes them.
   */
  through?: Travel;
  /** Serves by TLS under these names, which lead the browser here, as https://flex.twilio.com. */
  tls?: { cert: string; key: string; names: readonly string[] };
}

export interface PlayerServer {
  /** `http://127.0.0.1:PORT`, or https where TLS is on. */
  url: string;
  port: number;
  close(): Promise<void>;
}

/** The roles that the page offers to listen as. */
export const listenerRoles = ["supervisor", "agent"] as const;
export type ListenerRole = (typeof listenerRoles)[number];

/** What the page is told about where it is served. */
export interface PageSettings {
  urlProvider: string;
  /** The origin that requests are made for through the server; null: the browser makes them for the page's own. */
  throughOrigin: string | null;
  roles: readonly ListenerRole[];
}

const roleSchema = z.strictObject({ role: z.enum(listenerRoles) });

const pageHeaders = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  // Scripts and styles from here only; the url_provider and the media may be anywhere.
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self' https:; " +
    "media-src 'self' https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** Serves the page that plays as the player of Flex Insights does, on this machine's loopback interface only. */
export async function servePlayer(options: PlayerServerOptions = {}): Promise<PlayerServer> {
  const { tls, port = 0 } = options;
  const answer = answersOf(options, await pageFiles());
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    void answer(request).then(({ status, headers, body }) => {
      response.writeHead(status, { ...pageHeaders, ...headers }).end(body);
    });
  };
  const server = tls ? createTlsServer({ cert: tls.cert, key: tls.key }, onRequest) : createServer(onRequest);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${taken}`,
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answersOf(options: PlayerServerOptions, files: Awaited<ReturnType<typeof pageFiles>>) {
  const through = options.through && new PassThrough(options.through);
  const { issueToken } = options;
  const settings: PageSettings = {
    urlProvider: options.urlProvider ?? "",
    throughOrigin: through ? FLEX_ORIGIN : null,
    roles: issueToken ? listenerRoles : [],
  };

  const posts: Record<string, ((question: unknown) => Reply | Promise<Reply>) | undefined> = {
    "/token": issueToken && ((question) => jsonReply({ token: issueToken(roleSchema.parse(question).role) })),
    "/through": through && ((question) => through.ask(question)),
    "/media": through && ((question) => jsonReply({ path: through.remember(question) })),
  };

  async function ofGet(path: string, range: string | undefined): Promise<Reply | undefined> {
    if (path === "/settings.json") return jsonReply(settings);
    const file = files[path];
    return file
      ? { status: 200, headers: { "content-type": file.contentType }, body: file.text }
      : await through?.media(path, range);
  }

  return async (request: IncomingMessage): Promise<Reply> => {
    const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname;
    const foreign = foreignness(request, options.tls?.names ?? []);
    if (foreign !== undefined) return textReply(403, foreign);
    try {
      if (request.method === "GET")
        return (await ofGet(path, request.headers.range)) ?? textReply(404, "No such page.");
      const post = request.method === "POST" ? posts[path] : undefined;
      return post ? await post(await json(request)) : textReply(404, "No such page.");
    } catch (error) {
      if (error instanceof ZodError) return textReply(400, z.prettifyError(error));
      if (error instanceof SyntaxError) return textReply(400, "The body is not JSON.");
      return textReply(500, "The page's server failed.");
    }
  };
}

/**
 * Why a request isn't from the page itself, or undefined where it is. Other pages that the user has open can reach
 * this port too, and even give it a name of theirs; neither may get a token or send requests through.
 */
function foreignness({ method, headers }: IncomingMessage, names: readonly string[]): string | undefined {
  const host = headers.host ?? "";
  const known = ["127.0.0.1", "localhost", ...names];
  if (!known.includes(host.replace(/:\d+$/, ""))) return "This server goes by another name.";
  if (method === "GET") return undefined;
  if (headers.origin?.replace(/^https?:\/\//, "") !== host) return "Only this server's own page may ask for that.";
  return headers["content-type"] === "application/json" ? undefined : "The body must be application/json.";
}

function jsonReply(content: unknown): Reply {
  return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(content) };
}

function textReply(status: number, text: string): Reply {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: text };
}
