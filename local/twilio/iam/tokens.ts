import { digest } from "../http/authentication.ts";
import { badRequest } from "../http/errors.ts";
import { type ApiResponse, jsonResponse } from "../http/messages.ts";
import { jsonObjectBody } from "../http/parameters.ts";
import type { Call, Route } from "../http/router.ts";

/** Validation of Flex tokens: https://www.twilio.com/docs/flex/developer/insights/playback-recordings */
export const tokenRoutes: Route[] = [
  { method: "POST", path: "/v1/Accounts/{AC}/Tokens/validate", handle: validateToken },
];

const nobody = { expiration: null, realm_user_id: null, identity: null, roles: [], worker_sid: null };

/** A token that isn't valid is an answer, not an error: status 200 and `valid: false`. */
function validateToken({ request, account }: Call): ApiResponse {
  const { token, ...others } = jsonObjectBody(request, badRequest);
  if (typeof token !== "string" || token === "") throw badRequest("Missing required parameter token in the post body");
  const unknown = Object.keys(others);
  if (unknown.length > 0) throw badRequest(`Unknown parameter ${unknown.join(", ")}`);

  const claims = account.state.current.tokens[digest(token)];
  if (!claims) return jsonResponse(200, { valid: false, code: 20101, message: "Invalid Access Token", ...nobody });
  if (new Date(claims.expiration) <= account.now()) {
    const message = "Access Token expired or expiration date invalid";
    return jsonResponse(200, { valid: false, code: 20104, message, ...nobody });
  }
  return jsonResponse(200, { valid: true, code: 0, message: null, ...claims });
}
