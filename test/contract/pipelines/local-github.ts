import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { environmentOf, type ProtectionRule } from "./environments.ts";
import { GitHubRefusal, IssueTracker, type TrackerOptions, type User } from "./issue-tracker.ts";

/** A fault that calls meet before they have any effect. */
export interface GitHubFault {
  method: string;
  status: number;
  times: number;
  headers?: Record<string, string>;
}

/** A part of GitHub's REST API on this machine: issues and comments of one repository. It refuses what GitHub refuses. */
export interface LocalGitHub {
  url: string;
  tracker: IssueTracker;
  /** Method and path of each call, in order. */
  calls: string[];
  faults: GitHubFault[];
  close(): Promise<void>;
}

/** By token, whose it is and what it may do. */
export type Tokens = Readonly<Record<string, User>>;

export interface GitHubOptions extends TrackerOptions {
  tokens: Tokens;
  /** By name, the protection rules of the environments that there are. */
  environments?: Readonly<Record<string, readonly ProtectionRule[] | undefined>>;
}

export async function startLocalGitHub(options: GitHubOptions): Promise<LocalGitHub> {
  const tracker = new IssueTracker(options);
  const calls: string[] = [];
  const faults: GitHubFault[] = [];
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    answer(request, response, { tracker, faults, ...options }).catch((error: unknown) => {
      const refusal = error instanceof GitHubRefusal ? error : new GitHubRefusal(500, `${error}`);
      send(response, refusal.status, refusal.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tracker,
    calls,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Serving {
  tracker: IssueTracker;
  faults: GitHubFault[];
  repository: string;
  tokens: Tokens;
  environments?: GitHubOptions["environments"];
}

async function answer(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const { tracker, faults, repository, tokens } = serving;
  const method = request.method ?? "";
  const fault = faults.find((one) => one.method === method && one.times > 0);
  if (fault !== undefined) {
    fault.times -= 1;
    send(response, fault.status, { message: "Server Error" }, fault.headers);
    return;
  }
  const url = new URL(request.url ?? "/", "http://api.github.com");
  if (!request.headers["user-agent"]) {
    throw new GitHubRefusal(
      403,
      "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.",
    );
  }
  const version = request.headers["x-github-api-version"];
  if (version !== undefined && version !== "2022-11-28")
    throw new GitHubRefusal(400, `The API version ${version} is unsupported.`);
  const user = tokens[/^(?:Bearer|token) (\S+)$/.exec(request.headers.authorization ?? "")?.[1] ?? ""];
  if (user === undefined) throw new GitHubRefusal(401, "Bad credentials");
  const path = url.pathname.startsWith(`/repos/${repository}/`)
    ? url.pathname.slice(`/repos/${repository}`.length)
    : "";
  const content = method === "GET" ? {} : await readJson(request);

  const [, environment] = /^\/environments\/([^/]+)$/.exec(path) ?? [];
  if (method === "GET" && environment !== undefined) {
    return send(response, 200, environmentOf(user, decodeURIComponent(environment), serving.environments ?? {}));
  }
  const route = `${method} ${path.replace(/\d+/g, "N")}`;
  const number = Number(/\d+/.exec(path)?.[0]);
  switch (route) {
    case "GET /issues":
      return page(response, url, tracker.issues(url.searchParams));
    case "POST /issues":
      return send(response, 201, tracker.createIssue(user, content));
    case "PATCH /issues/N":
      return send(response, 200, tracker.updateIssue(user, number, content));
    case "GET /issues/N/comments":
      return page(response, url, tracker.comments(number));
    case "POST /issues/N/comments":
      return send(response, 201, tracker.createComment(user, number, content));
    case "PATCH /issues/comments/N":
      return send(response, 200, tracker.updateComment(user, number, content));
    default:
      throw new GitHubRefusal(404, "Not Found");
  }
}

/** Thirty to a page unless more are asked for, and never more than a hundred, with the way to the next one. */
function page(response: ServerResponse, url: URL, items: readonly unknown[]): void {
  const size = Math.min(Number(url.searchParams.get("per_page") ?? 30), 100);
  const number = Number(url.searchParams.get("page") ?? 1);
  const next = new URL(url);
  next.searchParams.set("page", `${number + 1}`);
  const link: Record<string, string> = items.length > size * number ? { link: `<${next}>; rel="next"` } : {};
  send(response, 200, items.slice(size * (number - 1), size * number), link);
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new GitHubRefusal(400, "Problems parsing JSON");
  }
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response
    .writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers })
    .end(JSON.stringify(body));
}
