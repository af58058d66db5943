import { badRequest, notFound, TwilioError } from "../http/errors.ts";
import { oneOf } from "../http/fields.ts";
import { formBody, requiredField } from "../http/form.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import { dateParameter, isJsonObject, type JsonObject } from "../http/parameters.ts";
import type { Call, Route } from "../http/router.ts";
import type { Execution, ExecutionStep } from "./executions-state.ts";
import { executionBySid } from "./new-execution.ts";
import { flowAt, flowRevision } from "./revisions.ts";
import { endExecution, startExecution } from "./run.ts";

const all = "/v2/Flows/{FW}/Executions";
const one = `${all}/{FN}`;

/** https://www.twilio.com/docs/studio/rest-api/v2/execution */
export const executionRoutes: Route[] = [
  { method: "GET", path: all, query: ["DateCreatedFrom", "DateCreatedTo", ...pagingParameters], handle: list },
  { method: "POST", path: all, handle: create },
  { method: "GET", path: one, handle: (call) => jsonResponse(200, show(call, executionAt(call))) },
  { method: "POST", path: one, handle: update },
  { method: "DELETE", path: one, handle: remove },
  { method: "GET", path: `${one}/Context`, handle: context },
  { method: "GET", path: `${one}/Steps`, query: pagingParameters, handle: listSteps },
  { method: "GET", path: `${one}/Steps/{FT}`, handle: (call) => jsonResponse(200, showStep(call, stepAt(call))) },
  { method: "GET", path: `${one}/Steps/{FT}/Context`, handle: stepContext },
];

function list(call: Call): ApiResponse {
  const { request, account } = call;
  const flow = flowAt(call);
  const from = dateParameter(request.query, "DateCreatedFrom");
  const to = dateParameter(request.query, "DateCreatedTo");
  const found = account.state.current.executions.executions.filter(({ flow_sid: sid, date_created: created }) => {
    const date = new Date(created);
    return sid === flow.sid && (from === undefined || date >= from) && (to === undefined || date <= to);
  });
  return jsonResponse(
    200,
    metaPageOf(request, "executions", found.reverse(), (execution) => show(call, execution)),
  );
}

/** One that is active for the contact keeps another from starting. */
function create(call: Call): ApiResponse {
  const { request, account } = call;
  const flow = flowAt(call);
  const form = formBody(request, { fields: ["To", "From", "Parameters"] });
  const [to, from] = [requiredField(form, "To"), requiredField(form, "From")];
  const parameters = parametersOf(form.get("Parameters"));
  if (!flowRevision(account, flow.sid, "LatestPublished")) throw badRequest("Flow has not been published");
  const active = account.state.current.executions.executions.find(
    (held) => held.status === "active" && held.flow_sid === flow.sid && held.contact_channel_address === to,
  );
  if (active) throw new TwilioError(409, 20409, `Execution ${active.sid} is already active for this contact`);
  const sid = startExecution(account, {
    flowSid: flow.sid,
    revision: "LatestPublished",
    event: "incomingRequest",
    contact: to,
    channel: from,
    trigger: { request: { to, from, parameters } },
    data: parameters,
    initiatedBy: "API",
  });
  return jsonResponse(201, show(call, executionAt({ ...call, at: { ...call.at, FN: sid } })));
}

function parametersOf(text: string | null): JsonObject {
  if (text === null || text === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch {
    // Said below.
  }
  throw badRequest("Parameters is not a valid JSON object");
}

function update(call: Call): ApiResponse {
  const { sid } = executionAt(call);
  const form = formBody(call.request, { fields: ["Status"] });
  requiredField(form, "Status");
  if (oneOf(form, "Status", ["active", "ended"]) === "ended") endExecution(call.account, sid);
  return jsonResponse(200, show(call, executionAt(call)));
}

function remove(call: Call): ApiResponse {
  const { sid } = executionAt(call);
  endExecution(call.account, sid);
  call.account.state.change(({ executions }) => {
    executions.executions = executions.executions.filter((held) => held.sid !== sid);
  });
  return noContent();
}

function context(call: Call): ApiResponse {
  const execution = executionAt(call);
  const { sid, ...shown } = common(call, execution);
  return jsonResponse(200, {
    ...shown,
    execution_sid: sid,
    context: execution.context,
    url: `${urlOf(execution)}/Context`,
  });
}

function listSteps(call: Call): ApiResponse {
  const steps = executionAt(call).steps.toReversed();
  return jsonResponse(
    200,
    metaPageOf(call.request, "steps", steps, (step) => showStep(call, step)),
  );
}

function stepContext(call: Call): ApiResponse {
  const execution = executionAt(call);
  const step = stepAt(call);
  const { sid, ...shown } = common(call, execution);
  const url = `${urlOf(execution)}/Steps/${step.sid}/Context`;
  return jsonResponse(200, { ...shown, execution_sid: sid, step_sid: step.sid, context: step.context, url });
}

function executionAt(call: Call): Execution {
  const { sid: flow } = flowAt(call);
  const found = executionBySid(call.account, call.at.FN ?? "");
  if (found?.flow_sid !== flow) throw notFound(call.request);
  return found;
}

function stepAt(call: Call): ExecutionStep {
  const found = executionAt(call).steps.find(({ sid }) => sid === call.at.FT);
  if (!found) throw notFound(call.request);
  return found;
}

function urlOf({ sid, flow_sid: flow }: Execution): string {
  return `https://studio.twilio.com/v2/Flows/${flow}/Executions/${sid}`;
}

function common({ account }: Call, { sid, flow_sid }: Execution) {
  return { sid, account_sid: account.sid, flow_sid };
}

function show(call: Call, execution: Execution) {
  const url = urlOf(execution);
  return {
    ...common(call, execution),
    contact_channel_address: execution.contact_channel_address,
    contact_sid: null,
    flow_version: execution.flow_version,
    context: execution.context,
    status: execution.status,
    initiated_by: execution.initiated_by,
    date_created: execution.date_created,
    date_updated: execution.date_updated,
    url,
    links: { steps: `${url}/Steps`, execution_context: `${url}/Context` },
  };
}

function showStep(call: Call, step: ExecutionStep) {
  const execution = executionAt(call);
  const url = `${urlOf(execution)}/Steps/${step.sid}`;
  return {
    ...common(call, execution),
    execution_sid: execution.sid,
    parent_step_sid: null,
    ...step,
    date_updated: null,
    url,
    links: { step_context: `${url}/Context` },
  };
}
