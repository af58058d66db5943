/**
 * Why a browser keeps an answer from a page of `origin`, or undefined where it hands it over. For requests
 * without cookies, as the player's are: `*` will do.
 */
export function originRefusal({ headers }: Response, origin: string): string | undefined {
  const allowed = headers.get("access-control-allow-origin");
  if (allowed === "*" || allowed === origin) return undefined;
  if (allowed === null) return `has no Access-Control-Allow-Origin; allow ${origin} in its CORS settings`;
  return `has Access-Control-Allow-Origin ${allowed}, which is not ${origin}; allow exactly that in its CORS settings`;
}

/**
 * Why a browser does not send the request that an OPTIONS preflight asked for, or undefined where it does.
 * Methods are not looked at: GET is safelisted, so a browser sends it whatever Access-Control-Allow-Methods says.
 *
 * @param requestHeaders names, in lower case, that the request carries beyond the safelisted ones
 */
export function preflightRefusal(answer: Response, origin: string, requestHeaders: readonly string[]) {
  const refusal = originRefusal(answer, origin);
  if (refusal !== undefined) return refusal;
  if (!answer.ok) return `answers ${answer.status}, and a browser wants a status from 200 to 299 of it`;
  const names = answer.headers.get("access-control-allow-headers") ?? "";
  const allowed = names.split(",").map((name) => name.trim().toLowerCase());
  // A wildcard stands for every header but this one.
  const isAllowed = (name: string) => allowed.includes(name) || (allowed.includes("*") && name !== "authorization");
  const missing = requestHeaders.find((name) => !isAllowed(name));
  if (missing === undefined) return undefined;
  return `does not name ${missing} in Access-Control-Allow-Headers; list it in its CORS settings`;
}

/** Whether a page may read a header, given by its name in lower case, that is not safelisted. */
export function isReadable(name: string, headers: Headers): boolean {
  const exposed = (headers.get("access-control-expose-headers") ?? "").split(",");
  return exposed.some((text) => [name, "*"].includes(text.trim().toLowerCase()));
}
