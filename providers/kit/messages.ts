import rpc from "@pulumi/pulumi/proto/provider_pb.js";
import type { NameProposal } from "./autonaming.ts";
import type { CheckFailure } from "./errors.ts";
import { formatPath } from "./property-path.ts";
import type { ResourceDiff, Saved } from "./resource-host.ts";
import type { PropertyMap } from "./values.ts";
import { fromStruct, toStruct } from "./wire.ts";

/** What this server can take from the engine. Secrets come as such; outputs and resources come as plain values. */
export function handshakeResponse(): rpc.ProviderHandshakeResponse {
  const response = new rpc.ProviderHandshakeResponse();
  response.setAcceptSecrets(true);
  response.setAcceptResources(false);
  response.setAcceptOutputs(false);
  response.setSupportsAutonamingConfiguration(true);
  return response;
}

/** The same as {@link handshakeResponse}, for engines that ask at Configure. */
export function configureResponse(): rpc.ConfigureResponse {
  const response = new rpc.ConfigureResponse();
  response.setAcceptsecrets(true);
  response.setSupportspreview(true);
  response.setAcceptresources(false);
  response.setAcceptoutputs(false);
  response.setSupportsAutonamingConfiguration(true);
  return response;
}

export function checkResponse(checked: {
  properties: PropertyMap;
  failures: readonly CheckFailure[];
}): rpc.CheckResponse {
  const response = new rpc.CheckResponse();
  response.setInputs(toStruct(checked.properties));
  response.setFailuresList(checked.failures.map(checkFailure));
  return response;
}

// The path goes into the text: beside a property the engine would print the value that it finds under
// that name, which for a nested path is nothing, and for a credential is too much.
function checkFailure({ path, reason }: CheckFailure): rpc.CheckFailure {
  const failure = new rpc.CheckFailure();
  failure.setReason(path.length === 0 ? reason : `${formatPath(path)}: ${reason}`);
  return failure;
}

export function diffResponse(diff: ResourceDiff): rpc.DiffResponse {
  const { DiffChanges } = rpc.DiffResponse;
  const response = new rpc.DiffResponse();
  response.setHasdetaileddiff(true);
  response.setChanges(diff.changes.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
  response.setDiffsList(topLevel(diff.changes));
  response.setReplacesList(topLevel(diff.changes.filter(({ replace }) => replace)));
  response.setDeletebeforereplace(diff.deleteBeforeReplace);
  for (const { path, kind, replace, output } of diff.changes) {
    const difference = new rpc.PropertyDiff();
    difference.setKind(kinds[kind][replace ? "replace" : "change"]);
    difference.setInputdiff(output !== true);
    response.getDetaileddiffMap().set(formatPath(path), difference);
  }
  return response;
}

const { Kind } = rpc.PropertyDiff;
const kinds = {
  add: { change: Kind.ADD, replace: Kind.ADD_REPLACE },
  delete: { change: Kind.DELETE, replace: Kind.DELETE_REPLACE },
  update: { change: Kind.UPDATE, replace: Kind.UPDATE_REPLACE },
};

function topLevel(changes: ResourceDiff["changes"]): string[] {
  return [...new Set(changes.map(({ path }) => String(path[0])))];
}

export function created(id: string, state: PropertyMap): rpc.CreateResponse {
  const response = new rpc.CreateResponse();
  response.setId(id);
  response.setProperties(toStruct(state));
  return response;
}

/** An empty id tells the engine that the resource is gone. */
export function read(found: { id: string; inputs: PropertyMap; state: PropertyMap } | undefined): rpc.ReadResponse {
  const response = new rpc.ReadResponse();
  if (found === undefined) return response;
  response.setId(found.id);
  response.setInputs(toStruct(found.inputs));
  response.setProperties(toStruct(found.state));
  return response;
}

export function updated(state: PropertyMap): rpc.UpdateResponse {
  const response = new rpc.UpdateResponse();
  response.setProperties(toStruct(state));
  return response;
}

export function invokeResponse(
  answer: { properties: PropertyMap } | { failures: readonly CheckFailure[] },
): rpc.InvokeResponse {
  const response = new rpc.InvokeResponse();
  if ("failures" in answer) response.setFailuresList(answer.failures.map(checkFailure));
  else response.setReturn(toStruct(answer.properties));
  return response;
}

/** What the engine knew of a resource that it wants read: nothing, on an import. */
export function savedOf(request: rpc.ReadRequest): Saved | undefined {
  const inputs = fromStruct(request.getInputs());
  const state = fromStruct(request.getProperties());
  if (Object.keys(inputs).length === 0 && Object.keys(state).length === 0) return undefined;
  return { inputs, state };
}

/** The inputs of the resource that is there already: the engine sends empty ones where there is none. */
export function priorInputsOf(request: rpc.CheckRequest): PropertyMap | undefined {
  const inputs = fromStruct(request.getOlds());
  return Object.keys(inputs).length === 0 ? undefined : inputs;
}

/** The engine's proposal for a name, if it has one. */
export function proposalOf(request: rpc.CheckRequest): NameProposal | undefined {
  const autonaming = request.getAutonaming();
  if (autonaming === undefined) return undefined;
  const modes = ["propose", "enforce", "disable"] as const;
  return { name: autonaming.getProposedName(), mode: modes[autonaming.getMode()] ?? "propose" };
}

export function nameOf(request: { getName(): string; getUrn(): string }): string {
  return request.getName() || nameInUrn(request.getUrn());
}

/** The name at the end of `urn:pulumi:stack::project::types::name`; names may hold `::` themselves. */
export function nameInUrn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The resource's own type within its URN, without its parents'. */
export function typeInUrn(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}
