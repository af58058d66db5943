import type { Account } from "./account.ts";
import { authenticate } from "./http/authentication.ts";
import { errorResponse, methodNotAllowed, notFound, TwilioError, unauthenticated, usualError } from "./http/errors.ts";
import type { ApiRequest, ApiResponse } from "./http/messages.ts";
import { checkQuery } from "./http/parameters.ts";
import { type Match, matchRoute, type Product } from "./http/router.ts";

/** What Twilio answers: a route's own answer, or the refusal in Twilio's form. */
export function answerAsTwilio(request: ApiRequest, account: Account, products: readonly Product[]): ApiResponse {
  try {
    const product = products.find(({ host }) => host === request.host);
    if (!product) throw notFound(request);
    return answerRoute(request, account, matchRoute(product.routes, request.method, request.path));
  } catch (error) {
    if (error instanceof TwilioError) return errorResponse(error, request);
    process.stderr.write(`local Twilio: ${request.method} ${request.path}: ${error}\n`);
    return errorResponse(usualError(500), request);
  }
}

/** Who asks comes first: without credentials nobody learns what there is. */
function answerRoute(request: ApiRequest, account: Account, match: Match): ApiResponse {
  const open = match.kind === "route" && (match.route.open?.(account) ?? false);
  if (!open) authenticate(request, account);
  if (match.kind === "none") throw notFound(request);
  if (match.kind === "other methods") throw methodNotAllowed(match.methods);
  const { route, at } = match;
  if (at.AC !== undefined && at.AC !== account.sid) throw open ? notFound(request) : unauthenticated();
  checkQuery(request.query, route.query ?? [], route.queryLists);
  return route.handle({ request, at, account });
}
