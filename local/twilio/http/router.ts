import type { Account } from "../account.ts";
import type { ApiRequest, ApiResponse } from "./messages.ts";

/** What a handler works on. It is synchronous, so no two requests ever interleave. */
export interface Call {
  readonly request: ApiRequest;
  /** What stood at the path's placeholders, by their names. */
  readonly at: Readonly<Record<string, string>>;
  readonly account: Account;
}

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /**
   * Path at the host. `{AC}`, `{RE}` and so on stand for a SID of that prefix, `{Name}` for one segment.
   * `{AC}` must be the account that asks.
   */
  readonly path: string;
  /** Query parameters that the call knows; any other is refused. */
  readonly query?: readonly string[];
  /** Those of them that are lists: repeated keys. */
  readonly queryLists?: readonly string[];
  /** Whether the call is free of authentication just now; never, where it isn't given. */
  readonly open?: (account: Account) => boolean;
  readonly handle: (call: Call) => ApiResponse;
}

/** A Twilio host and what it serves. */
export interface Product {
  readonly host: string;
  readonly routes: readonly Route[];
}

export type Match =
  | { readonly kind: "route"; readonly route: Route; readonly at: Record<string, string> }
  | { readonly kind: "other methods"; readonly methods: readonly string[] }
  | { readonly kind: "none" };

/** A HEAD request is served by the GET route. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match {
  const wanted = method === "HEAD" ? "GET" : method;
  const methods: string[] = [];
  for (const route of routes) {
    const found = pathPattern(route.path).exec(path);
    if (!found) continue;
    if (route.method === wanted) return { kind: "route", route, at: decodeGroups(found.groups ?? {}) };
    methods.push(route.method);
  }
  return methods.length > 0 ? { kind: "other methods", methods } : { kind: "none" };
}

const patterns = new Map<string, RegExp>();

function pathPattern(path: string): RegExp {
  let pattern = patterns.get(path);
  if (!pattern) {
    const source = path
      .split(/(\{\w+\})/)
      .map((part) => {
        const name = /^\{(\w+)\}$/.exec(part)?.[1];
        if (name === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
        return /^[A-Z]{2}$/.test(name) ? `(?<${name}>${name}[0-9a-fA-F]{32})` : `(?<${name}>[^/]+)`;
      })
      .join("");
    pattern = new RegExp(`^${source}$`);
    patterns.set(path, pattern);
  }
  return pattern;
}

function decodeGroups(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeSegment(value)]));
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
