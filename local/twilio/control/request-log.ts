/** A request that reached a Twilio host here. Control calls are not among them. */
export interface SeenRequest {
  /** When it came, ISO 8601. */
  readonly at: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  /** The query as sent, without the question mark. */
  readonly query: string;
  /** What was answered; null where the connection was dropped. */
  readonly status: number | null;
}

export interface RequestLog {
  add(request: SeenRequest): void;
  /** Oldest first. */
  list(): readonly SeenRequest[];
  clear(): void;
}

const longest = 10_000;

/** Keeps the latest ten thousand requests, without headers and bodies, so without credentials. */
export function createRequestLog(): RequestLog {
  const seen: SeenRequest[] = [];
  return {
    add(request) {
      seen.push(request);
      if (seen.length > longest) seen.shift();
    },
    list: () => [...seen],
    clear: () => void seen.splice(0),
  };
}
