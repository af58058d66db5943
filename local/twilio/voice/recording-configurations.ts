import { randomBytes } from "node:crypto";
import { badRequest, notFound } from "../http/errors.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { jsonObjectBody } from "../http/parameters.ts";
import type { Call, Product } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { accountDefaultRoutes } from "./account-default.ts";
import { type NamedConfiguration, namedRequest } from "./recording-configuration.ts";
import { requestBody } from "./request-body.ts";

const one = "/v2/Configurations/Recording/{IdOrUniqueName}";
const chosen = "/v2/Configurations/Recording/Default";

/** https://www.twilio.com/docs/configurations/recording-configuration-resource */
export const voiceApi: Product = {
  host: "voice.twilio.com",
  routes: [
    { method: "POST", path: "/v2/Configurations/Recording", handle: createConfiguration },
    { method: "GET", path: chosen, handle: fetchChosen },
    { method: "POST", path: chosen, handle: choose },
    { method: "GET", path: one, handle: (call) => jsonResponse(200, show(call, named(call))) },
    { method: "PUT", path: one, handle: replaceConfiguration },
    { method: "DELETE", path: one, handle: deleteConfiguration },
    ...accountDefaultRoutes,
  ],
};

function createConfiguration(call: Call): ApiResponse {
  const sent = requestBody(call, namedRequest);
  checkUnique(call, sent.unique_name, undefined);
  const now = iso8601(call.account.now());
  const created: NamedConfiguration = {
    // The form of the ids of Twilio's other configurations: a word and a sortable random text.
    id: `voice_recordingconfiguration_${randomBytes(16).toString("hex").slice(0, 26)}`,
    unique_name: sent.unique_name ?? null,
    description: sent.description ?? null,
    configuration: sent.configuration,
    date_created: now,
    date_updated: now,
  };
  call.account.state.change((draft) => draft.recordingConfigurations.named.push(created));
  return jsonResponse(201, show(call, created));
}

/** What is sent takes the place of all that was there. */
function replaceConfiguration(call: Call): ApiResponse {
  const { id } = named(call);
  const sent = requestBody(call, namedRequest);
  checkUnique(call, sent.unique_name, id);
  const replaced = call.account.state.change((draft) => {
    const kept = draft.recordingConfigurations.named.find((candidate) => candidate.id === id);
    return Object.assign(kept ?? {}, {
      unique_name: sent.unique_name ?? null,
      description: sent.description ?? null,
      configuration: sent.configuration,
      date_updated: iso8601(call.account.now()),
    });
  });
  return jsonResponse(200, show(call, replaced as NamedConfiguration));
}

function deleteConfiguration(call: Call): ApiResponse {
  const { id } = named(call);
  call.account.state.change(({ recordingConfigurations: kept }) => {
    kept.named = kept.named.filter((candidate) => candidate.id !== id);
    if (kept.default_id === id) kept.default_id = null;
  });
  return noContent();
}

function fetchChosen(call: Call): ApiResponse {
  const { named: all, default_id: id } = call.account.state.current.recordingConfigurations;
  const found = all.find((candidate) => candidate.id === id);
  if (!found) throw notFound(call.request);
  return jsonResponse(200, show(call, found));
}

function choose({ request, account }: Call): ApiResponse {
  const { configuration_id: id, ...others } = jsonObjectBody(request, badRequest);
  const unknown = Object.keys(others);
  if (unknown.length > 0) throw badRequest(`Unknown parameter ${unknown.join(", ")}`);
  if (!account.state.current.recordingConfigurations.named.some((candidate) => candidate.id === id)) {
    throw notFound(request);
  }
  account.state.change((draft) => {
    draft.recordingConfigurations.default_id = id as string;
  });
  return noContent();
}

function named({ request, at, account }: Call): NamedConfiguration {
  const found = account.state.current.recordingConfigurations.named.find(
    ({ id, unique_name: name }) => id === at.IdOrUniqueName || name === at.IdOrUniqueName,
  );
  if (!found) throw notFound(request);
  return found;
}

function checkUnique({ account }: Call, name: string | null | undefined, ownId: string | undefined): void {
  const others = account.state.current.recordingConfigurations.named.filter(({ id }) => id !== ownId);
  if (name != null && others.some((candidate) => candidate.unique_name === name)) {
    throw badRequest(`[unique_name] ${name} is already in use`);
  }
}

function show({ account }: Call, { id, unique_name, description, ...rest }: NamedConfiguration) {
  return { id, account_sid: account.sid, unique_name, description, ...rest };
}
