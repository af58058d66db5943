import type { FunctionUrlResponse } from "../lambda/function-url.ts";
import type { InvocationContext } from "../lambda/invocation.ts";
import { fieldsOf } from "../lambda/json.ts";
import type { PlaybackHandler } from "./handler.ts";

/** What a function answers behind an Application Load Balancer. */
export interface LoadBalancerResponse extends FunctionUrlResponse {
  isBase64Encoded: false;
}

/**
 * The handler behind an Application Load Balancer, which takes longer headers than a function URL. It brings the
 * balancer's event into a function URL's shape, and does what a function URL's CORS settings do.
 *
 * @param origins exact origins of the pages that players are on
 */
export function behindLoadBalancer(handler: PlaybackHandler, origins: readonly string[]) {
  return async (event: unknown, context?: InvocationContext): Promise<LoadBalancerResponse> => {
    const { httpMethod, headers, queryStringParameters } = fieldsOf(event);
    const { origin } = fieldsOf(headers);
    const cors: Record<string, string> =
      typeof origin === "string" && origins.includes(origin)
        ? { "access-control-allow-origin": origin, "access-control-expose-headers": "retry-after", vary: "origin" }
        : { vary: "origin" };
    if (httpMethod === "OPTIONS")
      return { statusCode: 200, headers: preflight(cors), body: "", isBase64Encoded: false };

    const rawQueryString = queryOf(fieldsOf(queryStringParameters));
    const request = { rawQueryString, headers, requestContext: { http: { method: httpMethod } } };
    const response = await handler(request, context);
    return { ...response, headers: { ...response.headers, ...cors }, isBase64Encoded: false };
  };
}

function preflight(cors: Record<string, string>): Record<string, string> {
  if (!("access-control-allow-origin" in cors)) return cors;
  const allowed = { "access-control-allow-methods": "GET", "access-control-allow-headers": "authorization" };
  return { ...cors, ...allowed, "access-control-max-age": "3600" };
}

/** The balancer leaves names and values as they were sent, percent-encoding and all. */
function queryOf(parameters: Record<string, unknown>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : ""}`)
    .join("&");
}
