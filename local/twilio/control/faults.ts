import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { errorResponse, usualError } from "../http/errors.ts";
import { type ApiRequest, type ApiResponse, jsonResponse } from "../http/messages.ts";
import { checked, Mistake } from "../mistake.ts";

const faultSchema = z
  .strictObject({
    /** Which requests: all that match every one of these that is given. */
    method: z.string().optional(),
    /** Twilio's host, such as `api.twilio.com`. */
    host: z.string().optional(),
    /** The whole path at that host, without the query. */
    path: z.string().startsWith("/").optional(),
    /** A regular expression to be found in the path. */
    pathPattern: z.string().optional(),

    /** How many requests it strikes; every one where not given. */
    times: z.int().min(1).optional(),
    /** Whether it strikes before Twilio acts on the request (nothing happens there) or after; before where not given. */
    when: z.enum(["before", "after"]).optional(),

    /** Milliseconds to wait; with nothing else the answer is only late. */
    delayMs: z.int().min(0).max(600_000).optional(),
    /** Closes the connection without an answer. */
    drop: z.literal(true).optional(),
    /** Status of the answer, with Twilio's usual code and message where none is given. */
    status: z.int().min(200).max(599).optional(),
    code: z.int().optional(),
    message: z.string().optional(),
    /** Instead of Twilio's error body: a string goes as it is, anything else as JSON. */
    body: z.json().optional(),
    /** Headers of the answer, such as Retry-After; without a status they are added to the real one. */
    headers: z.record(z.string().toLowerCase(), z.string()).optional(),
  })
  .refine((fault) => fault.delayMs ?? fault.drop ?? fault.status ?? fault.headers, {
    message: "does nothing; give delayMs, drop, status or headers",
  })
  .refine((fault) => !fault.drop || (fault.status ?? fault.headers) === undefined, {
    message: "can't both drop the connection and answer; give drop, or status and headers",
  })
  .refine((fault) => fault.status !== undefined || (fault.code ?? fault.message ?? fault.body) === undefined, {
    path: ["status"],
    message: "is missing; code, message and body go with a status",
  });

/** What goes wrong, for which requests and how often. */
export type NewFault = z.input<typeof faultSchema>;

/** A fault in force. `remaining` is null where it strikes every time. */
export type Fault = z.output<typeof faultSchema> & { readonly id: string; readonly remaining: number | null };

export interface Faults {
  /** @throws Mistake for a fault that can't be */
  add(fault: unknown): Fault;
  list(): readonly Fault[];
  /** Ends one fault, or all; false when there is none of that id. */
  clear(id?: string): boolean;
  /** The first fault that strikes this request; it is counted as spent. */
  take(request: ApiRequest): Fault | undefined;
}

export function createFaults(): Faults {
  let faults: Fault[] = [];
  return {
    add(given) {
      const fault = checked("fault", faultSchema, given);
      checkPattern(fault.pathPattern);
      const added: Fault = { ...fault, id: randomUUID(), remaining: fault.times ?? null };
      faults.push(added);
      return added;
    },
    list: () => faults,
    clear(id) {
      const kept = id === undefined ? [] : faults.filter((fault) => fault.id !== id);
      const cleared = id === undefined || kept.length < faults.length;
      faults = kept;
      return cleared;
    },
    take(request) {
      const fault = faults.find((candidate) => strikes(candidate, request));
      if (fault?.remaining == null) return fault;
      const spent = { ...fault, remaining: fault.remaining - 1 };
      faults = faults.map((other) => (other === fault ? spent : other)).filter(({ remaining }) => remaining !== 0);
      return spent;
    },
  };
}

function checkPattern(pattern: string | undefined): void {
  try {
    new RegExp(pattern ?? "");
  } catch (error) {
    throw new Mistake(`fault.pathPattern: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

function strikes(fault: Fault, request: ApiRequest): boolean {
  return (
    (fault.method === undefined || fault.method.toUpperCase() === request.method) &&
    (fault.host === undefined || fault.host === request.host) &&
    (fault.path === undefined || fault.path === request.path) &&
    (fault.pathPattern === undefined || new RegExp(fault.pathPattern).test(request.path))
  );
}

/** The answer as the fault leaves it; undefined where the connection is to be dropped. */
export async function underFault(
  fault: Fault | undefined,
  request: ApiRequest,
  answer: () => ApiResponse,
  closing: AbortSignal,
): Promise<ApiResponse | undefined> {
  if (!fault) return answer();
  const real = fault.when === "after" ? answer() : undefined;
  if (fault.delayMs !== undefined) await sleep(fault.delayMs, undefined, { signal: closing });
  if (fault.drop) return undefined;
  const response = fault.status === undefined ? (real ?? answer()) : faultResponse(fault, fault.status, request);
  return { ...response, headers: { ...response.headers, ...fault.headers } };
}

function faultResponse(fault: Fault, status: number, request: ApiRequest): ApiResponse {
  if (typeof fault.body === "string") {
    return { status, headers: { "content-type": "text/plain" }, body: Buffer.from(fault.body) };
  }
  if (fault.body !== undefined) return jsonResponse(status, fault.body);
  return errorResponse(usualError(status, fault.code, fault.message), request);
}
