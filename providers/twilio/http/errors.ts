import { ProviderError } from "../../kit/index.ts";

/** What Twilio said of a request that it did not do. */
export interface Refusal {
  status: number;
  /** Twilio's own error code, such as 20404, where the answer had one. */
  code: number | undefined;
  message: string;
  requestId: string | undefined;
  /** What some products say of each fault, as Studio does of a flow's definition. */
  details?: unknown;
}

/** Twilio answered, and the answer is no. */
export class TwilioRefusedError extends ProviderError {
  override name = "TwilioRefusedError";
  readonly refusal: Refusal;
  /** An earlier attempt at the same request went unanswered: what is refused now may have been done then. */
  readonly open: boolean;
  readonly #request: string;

  constructor(request: string, refusal: Refusal, open = false) {
    const { status, code, message, requestId } = refusal;
    const coded = code === undefined ? "" : `, code ${code}`;
    const more = code === undefined ? "" : ` See https://www.twilio.com/docs/errors/${code}.`;
    const id = requestId === undefined ? "" : ` (request ${requestId})`;
    const before = open ? " An attempt before that went unanswered, and may have been done." : "";
    super(
      `Twilio refused ${request}: ${sentence(message)} (HTTP ${status}${coded}).${more}${id}${before}${remedy(refusal)}`,
    );
    this.#request = request;
    this.refusal = refusal;
    this.open = open;
  }

  /** The same refusal, of a request that went unanswered before. */
  afterUnanswered(): TwilioRefusedError {
    return new TwilioRefusedError(this.#request, this.refusal, true);
  }

  /** A proven absence: nothing else counts as gone. */
  get isNotFound(): boolean {
    return this.refusal.status === 404 && this.refusal.code === 20404;
  }
}

/** No answer that tells whether Twilio did what was asked: the connection broke, time ran out, or Twilio failed. */
export class TwilioUnansweredError extends ProviderError {
  override name = "TwilioUnansweredError";

  constructor(request: string, reason: string, options?: ErrorOptions) {
    super(
      `Twilio did not answer ${request}: ${reason}. Look whether Twilio can be reached, then run the command again.`,
      options,
    );
  }
}

function sentence(text: string): string {
  return text.trim().replace(/\.+$/, "") || "no reason given";
}

function remedy({ status, code }: Refusal): string {
  if (status === 401 || code === 20003)
    return " Check accountSid, authToken or apiKey and apiSecret, and their region.";
  if (code === 45101) return " Set Flex up in this account first, in the Console under Flex.";
  return "";
}
