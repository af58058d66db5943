import { expect } from "vitest";
import { type Running, refusal } from "./running.ts";

/** A POST of a form; a list goes as repeated keys. */
export function postForm(
  twilio: Pick<Running, "call">,
  target: string,
  fields: Record<string, string | string[]>,
): Promise<Response> {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((item): [string, string] => [name, item]),
  );
  return twilio.call(target, { method: "POST", body: new URLSearchParams(pairs) });
}

/** The answer's JSON, of the status that was to be. */
export async function answered(response: Promise<Response>, status = 200): Promise<Record<string, unknown>> {
  const came = await response;
  const body = await refusal(came);
  expect([came.status, body.message]).toEqual([status, undefined]);
  return body;
}

/** The refusal's status, code and message. */
export async function refused(response: Promise<Response>): Promise<[number, unknown, unknown]> {
  const came = await response;
  const { code, message } = await refusal(came);
  return [came.status, code, message];
}
