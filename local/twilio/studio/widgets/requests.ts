import type { Callback, Sent } from "../../callbacks/delivery.ts";
import { isJsonObject, type JsonObject } from "../../http/parameters.ts";
import { keysAndValues, parsed } from "./logic.ts";
import type { Outcome, Running } from "./widget.ts";

/** https://www.twilio.com/docs/studio/widget-library/http-request */
export async function makeHttpRequest(running: Running): Promise<Outcome> {
  const { text, properties } = running;
  const type = text("content_type");
  const isForm = type === "" || type.startsWith("application/x-www-form-urlencoded");
  const hasBody = typeof properties.body === "string" && properties.body !== "";
  const method = text("method").toUpperCase() === "GET" ? "GET" : "POST";
  const content = isForm && !hasBody ? { form: parametersOf(running) } : { text: text("body"), type };
  return await requested(running, { kind: "studio-http-request", url: text("url"), method, content }, "failed");
}

/** Any URL that answers as a function does. https://www.twilio.com/docs/studio/widget-library/run-function */
export async function runFunction(running: Running): Promise<Outcome> {
  const content = { form: parametersOf(running) };
  return await requested(
    running,
    { kind: "studio-function", url: running.text("url"), method: "POST", content },
    "fail",
  );
}

function parametersOf({ properties, render }: Running): Record<string, string> {
  return Object.fromEntries(keysAndValues(properties.parameters).map(({ key, value }) => [key, render(value)]));
}

async function requested({ account, name }: Running, callback: Callback, failure: string): Promise<Outcome> {
  if (!/^https?:$/.test(URL.parse(callback.url)?.protocol ?? "")) {
    return { event: failure, warning: `${name}: the URL is none` };
  }
  const sent = await account.callbacks.request(callback);
  const fields = fieldsOf(sent);
  if (sent.delivered) return { event: "success", fields };
  const status = sent.attempts.at(-1)?.status ?? "no answer";
  return { event: failure, fields, warning: `${name}: the request failed (${status})` };
}

function fieldsOf({ attempts, answer }: Sent): JsonObject {
  const status = attempts.at(-1)?.status ?? null;
  const body = answer?.body ?? "";
  const value = parsed(body);
  return {
    body,
    content_type: answer?.contentType ?? "",
    status_code: status,
    ...(isJsonObject(value) || Array.isArray(value) ? { parsed: value } : {}),
  };
}
