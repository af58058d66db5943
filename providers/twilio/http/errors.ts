import { ProviderError } from "../../kit/index.ts";

/** What Twilio said of a request that it did not do. */
export interface Refusal {
  status: number;
  /** Twilio's own error code, such as 20404, where the answer had one. */
  code: number | undefined;
  message: string;
  requestId: string | undefined;
}

/** Twilio answered, and the answer is no. */
export class TwilioRefusedError extends ProviderError {
  override name = "TwilioRefusedError";
  readonly refusal: Refusal;

  constructor(request: string, refusal: Refusal) {
    const { status, code, message, requestId } = refusal;
    const coded = code === undefined ? "" : `, code ${code}`;
    const more = code === undefined ? "" : ` See https://www.twilio.com/docs/errors/${code}.`;
    const id = requestId === undefined ? "" : ` (request ${requestId})`;
    super(`Twilio refused ${request}: ${sentence(message)} (HTTP ${status}${coded}).${more}${id}${remedy(refusal)}`);
    this.refusal = refusal;
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
