import { TwilioError } from "../http/errors.ts";
import { isJsonObject } from "../http/parameters.ts";
import type { Conversation } from "./chat.ts";

/** https://www.twilio.com/docs/api/errors/50377 */
export function refuseClosed({ state }: Conversation): void {
  if (state === "closed") throw new TwilioError(400, 50377, "Can't update conversation as it's in final closed state");
}

/**
 * JSON of an object, as it was given; `{}` where it is absent.
 * @throws TwilioError 50303 or 50304: the codes of channels, which are all that Twilio publishes for this
 */
export function chatAttributes(text: string | null | undefined, longest: number): string {
  if (text === null || text === undefined || text === "") return "{}";
  if (Buffer.byteLength(text) > longest) throw new TwilioError(400, 50303, "Attributes too long");
  try {
    if (isJsonObject(JSON.parse(text))) return text;
  } catch {
    // Said below.
  }
  throw new TwilioError(400, 50304, "Attributes not valid JSON");
}
