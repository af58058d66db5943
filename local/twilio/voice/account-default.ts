import { notFound, TwilioError } from "../http/errors.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import type { Call, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { type DefaultConfiguration, defaultRequest } from "./recording-configuration.ts";
import { requestBody } from "./request-body.ts";

const path = "/v2/AccountDefaultConfiguration/Recording";

/** The recording configuration that the account's calls get where they name none. There is one or none. */
export const accountDefaultRoutes: Route[] = [
  { method: "GET", path, handle: (call) => jsonResponse(200, show(call, present(call))) },
  { method: "POST", path, handle: createDefault },
  { method: "PUT", path, handle: replaceDefault },
  { method: "DELETE", path, handle: deleteDefault },
];

function createDefault(call: Call): ApiResponse {
  const sent = requestBody(call, defaultRequest);
  if (call.account.state.current.recordingConfigurations.account_default !== null) {
    throw new TwilioError(409, 20409, "Account Default Configuration already exists");
  }
  return jsonResponse(201, show(call, keep(call, sent, iso8601(call.account.now()))));
}

/** What is sent takes the place of all that was there. */
function replaceDefault(call: Call): ApiResponse {
  const { date_created: created } = present(call);
  return jsonResponse(200, show(call, keep(call, requestBody(call, defaultRequest), created)));
}

function deleteDefault(call: Call): ApiResponse {
  present(call);
  call.account.state.change((draft) => {
    draft.recordingConfigurations.account_default = null;
  });
  return noContent();
}

function present({ request, account }: Call): DefaultConfiguration {
  const found = account.state.current.recordingConfigurations.account_default;
  if (!found) throw notFound(request);
  return found;
}

type Sent = Pick<DefaultConfiguration, "configuration"> & { description?: string | null | undefined };

function keep({ account }: Call, sent: Sent, created: string): DefaultConfiguration {
  const kept = {
    description: sent.description ?? null,
    configuration: sent.configuration,
    date_created: created,
    date_updated: iso8601(account.now()),
  };
  account.state.change((draft) => {
    draft.recordingConfigurations.account_default = kept;
  });
  return kept;
}

function show({ account }: Call, { description, ...rest }: DefaultConfiguration) {
  return { account_sid: account.sid, description, ...rest };
}
