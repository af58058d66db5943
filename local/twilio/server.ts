import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Account, openAccount } from "./account.ts";
import { answerAsTwilio } from "./answer.ts";
import { coreApi } from "./api/core.ts";
import { type Control, createControl } from "./control/control.ts";
import { type Faults, underFault } from "./control/faults.ts";
import type { RequestLog } from "./control/request-log.ts";
import { controlRoutes } from "./control/routes.ts";
import { conversationsApi } from "./conversations/conversations.ts";
import { flexApi } from "./flex/configuration.ts";
import { errorResponse, TwilioError } from "./http/errors.ts";
import { readBody, splitTarget } from "./http/incoming.ts";
import type { ApiRequest, ApiResponse } from "./http/messages.ts";
import type { Product } from "./http/router.ts";
import { iamApi } from "./iam/iam.ts";
import { Mistake } from "./mistake.ts";
import { createHarRecorder, type Exchange } from "./record/har.ts";
import { createRedaction, type Redaction } from "./record/redaction.ts";
import { sidPattern } from "./state/sids.ts";
import { studioApi } from "./studio/flows.ts";
import { taskRouterApi } from "./taskrouter/taskrouter.ts";
import { voiceApi } from "./voice/recording-configurations.ts";

/** What is served. A new product is a line. */
const products: readonly Product[] = [flexApi, iamApi, coreApi, conversationsApi, studioApi, taskRouterApi, voiceApi];

export interface LocalTwilioOptions {
  /** A free port is taken where none, or 0, is given. */
  readonly port?: number | undefined;
  /** `AC` and 32 hex digits. */
  readonly accountSid: string;
  readonly authToken: string;
  /** Where the state lives; in memory where not given. Audio goes to `<stateFile>.media/`. */
  readonly stateFile?: string | undefined;
  /** Where every exchange is recorded, a HAR 1.2 entry a line, credentials left out. */
  readonly recordFile?: string | undefined;
  /** The clock; the machine's where not given. */
  readonly now?: (() => Date) | undefined;
  /** Requests the URLs that callbacks and flows name; the machine's own where not given. */
  readonly fetch?: typeof fetch | undefined;
}

export interface LocalTwilio {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** Where a Twilio host is served: `endpoint("api.twilio.com")` stands for `https://api.twilio.com`. */
  endpoint(host: string): string;
  readonly control: Control;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

/**
 * Serves one Twilio account on this machine only.
 * @throws Mistake for options that can't be, a state file that can't be used and a port that is taken
 */
export async function startLocalTwilio(options: LocalTwilioOptions): Promise<LocalTwilio> {
  const { accountSid, authToken, stateFile, recordFile } = options;
  if (!sidPattern("AC").test(accountSid))
    throw new Mistake("account SID: is not AC and 32 hex digits; give one that is");
  if (authToken === "") throw new Mistake("auth token: is empty; give one");
  const closing = new AbortController();
  const account = openAccount({
    accountSid,
    authToken,
    stateFile,
    now: options.now ?? (() => new Date()),
    fetch: options.fetch ?? fetch,
    closing: closing.signal,
  });
  const redaction = createRedaction(() => [authToken]);
  const { control, faults, requests } = createControl(account);
  const serveTwilio = twilioFace({
    account,
    faults,
    requests,
    redaction,
    record: recordFile === undefined ? () => {} : createHarRecorder(recordFile, redaction),
    closing: closing.signal,
  });
  const serveControl = controlRoutes(control);

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing, serveTwilio, serveControl).catch((error) => {
      // A client that went away, or our own end, needs no word.
      if (!outgoing.destroyed && !closing.signal.aborted) process.stderr.write(`local Twilio: ${error}\n`);
      outgoing.destroy();
    });
  });
  const port = await listen(server, options.port ?? 0);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    endpoint: (host) => `${url}/${host}`,
    control,
    async close() {
      closing.abort();
      await stop(server);
    },
  };
}

type Face = (request: ApiRequest) => ApiResponse | undefined | Promise<ApiResponse | undefined>;

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, twilio: Face, control: Face) {
  const target = splitTarget(incoming);
  const body = await readBody(incoming);
  const request = { ...target, body: body ?? Buffer.alloc(0) };
  const face = target.host === "_control" ? control : twilio;
  const response = body ? await face(request) : errorResponse(new TwilioError(413, 413, "Payload too large"), request);
  if (!response) {
    outgoing.destroy();
    return;
  }
  const requestId = { "twilio-request-id": `RQ${randomBytes(16).toString("hex")}` };
  const length = response.status === 204 ? {} : { "content-length": String(response.body.length) };
  outgoing.writeHead(response.status, { ...length, ...(face === twilio ? requestId : {}), ...response.headers });
  outgoing.end(request.method === "HEAD" ? undefined : response.body);
}

interface TwilioParts {
  readonly account: Account;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly redaction: Redaction;
  readonly record: (exchange: Exchange) => void;
  readonly closing: AbortSignal;
}

/** Twilio's side: the faults that are in force, the answer, and the record of both. */
function twilioFace({ account, faults, requests, redaction, record, closing }: TwilioParts): Face {
  return async (request) => {
    const started = account.now();
    const clock = performance.now();
    const answer = () => answerAsTwilio(request, account, products);
    const response = await underFault(faults.take(request), request, answer, closing);
    requests.add({
      at: started.toISOString(),
      method: request.method,
      host: request.host,
      path: redaction.text(request.path),
      query: new URLSearchParams(redaction.query(request.query)).toString(),
      status: response?.status ?? null,
    });
    record({ request, response, started, milliseconds: performance.now() - clock });
    return response;
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(new Mistake(`port ${port}: ${error.message}; choose another, or none`)));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
