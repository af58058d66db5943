import { type AccountSid, isWorkerSid } from "../../media/sid.ts";
import { fieldsOf, isObject, parsedJson } from "../lambda/json.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";
import { authenticated } from "../twilio-credentials/authenticated.ts";
import { basicAuthorization, type TwilioCredentials } from "../twilio-credentials/basic.ts";
import type { SecretSource } from "../twilio-credentials/secret.ts";
import type { TokenVerdict } from "./decision.ts";
import { type ExchangeOptions, exchange, type Fetch } from "./exchange.ts";

export interface TokenValidationOptions {
  iamUrl: string;
  accountSid: AccountSid;
  credentials: SecretSource<TwilioCredentials>;
  fetch: Fetch;
  /** Time for one attempt, its answer's body included. */
  attemptMilliseconds?: number;
}

/**
 * Asks Twilio's identity service whether a Flex token is valid for the account, and whose it is.
 * Source API: POST {iam}/v1/Accounts/{AC}/Tokens/validate, JSON.
 */
export function tokenValidator(options: TokenValidationOptions) {
  // A 401 may be about the token or about us.
  const isRejected = ({ status, body }: Answer) => status === 401 && !isDenial(body);
  return async (token: string, signal: AbortSignal): Promise<TokenVerdict> => {
    const askWith = (credentials: TwilioCredentials) => ask(options, credentials, token, signal);
    return verdictOf(await authenticated(options.credentials, askWith, isRejected, signal), options.accountSid);
  };
}

interface Answer {
  status: number;
  /** Undefined where it is no JSON. */
  body: unknown;
}

async function ask(
  { iamUrl, accountSid, fetch, attemptMilliseconds = 2_500 }: TokenValidationOptions,
  credentials: TwilioCredentials,
  token: string,
  signal: AbortSignal,
): Promise<Answer> {
  const request = {
    url: `${iamUrl}/v1/Accounts/${accountSid}/Tokens/validate`,
    method: "POST" as const,
    headers: {
      authorization: basicAuthorization(credentials),
      "content-type": "application/json",
      accept: "application/json",
    },
    body: JSON.stringify({ token }),
  };
  const failure: ExchangeOptions["failure"] = (detail, options) =>
    new ServiceFailure("twilio_unavailable", detail, options);
  const { status, text } = await exchange(request, { fetch, signal, attemptMilliseconds, failure });
  return { status, body: parsedJson(text) };
}

/** Every field that counts must have the one shape that Twilio documents; what differs is no permission. */
function verdictOf({ status, body }: Answer, accountSid: AccountSid): TokenVerdict {
  if (isDenial(body)) return { valid: false };
  if (status !== 200) throw new ServiceFailure("twilio_unavailable", `HTTP ${status}`);

  const malformed = (what: string) => new ServiceFailure("twilio_answer_malformed", what);
  if (!isObject(body)) throw malformed("the answer is not a JSON object");
  const { valid, code, expiration, roles, worker_sid: worker, account_sid: owner } = body;
  if (valid !== true) throw malformed("valid is neither true nor false");
  if ((code ?? 0) !== 0) throw malformed("valid is true and code tells of an error");
  // Twilio is asked about one account and documents no such field; if there is one, it has to be that account.
  if ((owner ?? accountSid) !== accountSid) return { valid: false };
  const expiresAt = typeof expiration === "string" ? instant(expiration) : Number.NaN;
  if (Number.isNaN(expiresAt)) throw malformed("expiration is not an ISO 8601 instant");
  if (!isRoles(roles)) throw malformed("roles is not a list of names");
  if ((worker ?? "") === "") return { valid: true, expiresAt, listener: { roles } };
  if (typeof worker !== "string" || !isWorkerSid(worker)) throw malformed("worker_sid is not a worker's SID");
  return { valid: true, expiresAt, listener: { roles, worker } };
}

function isDenial(body: unknown): boolean {
  return fieldsOf(body).valid === false;
}

/** Without its zone a time could mean several instants, so it must have one. */
function instant(text: string): number {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
}

function isRoles(value: unknown): value is string[] {
  return (
    Array.isArray(value) && value.length <= 100 && value.every((role) => typeof role === "string" && role.length <= 200)
  );
}
