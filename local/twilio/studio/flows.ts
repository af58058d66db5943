import { badRequest, notFound, TwilioError } from "../http/errors.ts";
import { oneOf, textField } from "../http/fields.ts";
import { formBody, requiredField } from "../http/form.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import type { JsonObject } from "../http/parameters.ts";
import type { Call, Product, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import { checkDefinition, type DefinitionFault } from "./definition.ts";
import { executionRoutes } from "./executions.ts";
import { latest, showFlow, showRevision } from "./presentation.ts";
import { flowAt, revisionOf } from "./revisions.ts";
import type { Flow, Revision } from "./state.ts";

const all = "/v2/Flows";
const one = `${all}/{FW}`;
const fields = ["FriendlyName", "Status", "Definition", "CommitMessage", "AuthorSid"];

const routes: Route[] = [
  { method: "GET", path: all, query: pagingParameters, handle: listFlows },
  { method: "POST", path: all, handle: createFlow },
  { method: "POST", path: `${all}/Validate`, handle: validateFlow },
  { method: "GET", path: one, handle: (call) => jsonResponse(200, showFlow(call.account, flowAt(call))) },
  { method: "POST", path: one, handle: updateFlow },
  { method: "DELETE", path: one, handle: deleteFlow },
  { method: "GET", path: `${one}/Revisions`, query: pagingParameters, handle: listRevisions },
  { method: "GET", path: `${one}/Revisions/{Revision}`, handle: fetchRevision },
];

/** https://www.twilio.com/docs/studio/rest-api/v2/flow: flows, their revisions and executions. */
export const studioApi: Product = { host: "studio.twilio.com", routes: [...routes, ...executionRoutes] };

/** Lists hold neither the definition nor what goes with it. */
const untold = { definition: null, commit_message: null, valid: null, errors: null };

function listFlows({ request, account }: Call): ApiResponse {
  const show = (flow: Flow) => ({ ...showFlow(account, flow), ...untold, warnings: null });
  return jsonResponse(200, metaPageOf(request, "flows", account.state.current.flows, show));
}

function createFlow({ request, account }: Call): ApiResponse {
  const form = formBody(request, { fields });
  const friendlyName = requiredField(form, "FriendlyName");
  const content = contentOf(form, { friendlyName, definition: requiredField(form, "Definition") });
  const created: Flow = {
    sid: randomSid("FW"),
    revisions: [{ ...content, revision: 1, date_created: iso8601(account.now()) }],
  };
  account.state.change(({ flows }) => flows.unshift(created));
  return jsonResponse(201, showFlow(account, created));
}

/** Everything but the status may be left out: it stays as it is in the latest revision. */
function updateFlow(call: Call): ApiResponse {
  const { request, account } = call;
  const before = latest(flowAt(call));
  const form = formBody(request, { fields });
  const content = contentOf(form, {
    friendlyName: before.friendly_name,
    definition: JSON.stringify(before.definition),
  });
  const revision = { ...content, revision: before.revision + 1, date_created: iso8601(account.now()) };
  account.state.change(({ flows }) => flows.find(({ sid }) => sid === call.at.FW)?.revisions.push(revision));
  return jsonResponse(200, showFlow(account, flowAt(call)));
}

function validateFlow({ request }: Call): ApiResponse {
  const form = formBody(request, { fields });
  const friendlyName = requiredField(form, "FriendlyName");
  contentOf(form, { friendlyName, definition: requiredField(form, "Definition") });
  return jsonResponse(200, { valid: true });
}

function deleteFlow(call: Call): ApiResponse {
  const { sid } = flowAt(call);
  call.account.state.change((draft) => {
    draft.flows = draft.flows.filter((flow) => flow.sid !== sid);
  });
  return noContent();
}

function listRevisions(call: Call): ApiResponse {
  const { request, account } = call;
  const flow = flowAt(call);
  // Pages go by what tells items apart, which for revisions is their number.
  const revisions = flow.revisions.map((revision) => ({ ...revision, sid: String(revision.revision) })).reverse();
  const show = (revision: Revision) => ({ ...showRevision(account, flow, revision), ...untold });
  return jsonResponse(200, metaPageOf(request, "revisions", revisions, show));
}

function fetchRevision(call: Call): ApiResponse {
  const flow = flowAt(call);
  const found = revisionOf(flow, call.at.Revision ?? "");
  if (!found) throw notFound(call.request);
  return jsonResponse(200, showRevision(call.account, flow, found));
}

type Content = Omit<Revision, "revision" | "date_created">;

/** What the form says of a flow, or else what is given. A flow that can't be is refused with all its faults. */
function contentOf(form: URLSearchParams, otherwise: { friendlyName: string; definition: string }): Content {
  requiredField(form, "Status");
  const status = oneOf(form, "Status", ["draft", "published"]) ?? "draft";
  const { definition, broken, incomplete } = checkDefinition(form.get("Definition") ?? otherwise.definition);
  const refused = status === "published" ? [...broken, ...incomplete] : broken;
  if (refused.length > 0) throw invalidDefinition(refused);
  const name = textField(form, "FriendlyName", 100) ?? otherwise.friendlyName;
  const author = textField(form, "AuthorSid", 34) ?? null;
  if (author !== null && !/^US[0-9a-fA-F]{32}$/.test(author)) throw badRequest("Invalid value for parameter AuthorSid");
  return {
    friendly_name: name,
    definition: sorted(definition) as JsonObject,
    status,
    commit_message: textField(form, "CommitMessage", 255) ?? null,
    author_sid: author,
    errors: incomplete,
  };
}

function invalidDefinition(errors: readonly DefinitionFault[]): TwilioError {
  return new TwilioError(400, 20001, "Flow definition is invalid", {}, { errors, warnings: [] });
}

/** Studio keeps what a definition says, but not the order of its keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, sorted(child)]));
}
