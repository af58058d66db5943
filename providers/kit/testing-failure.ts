import { Metadata, type ServiceError } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import rpcStatus from "@pulumi/pulumi/proto/status_pb.js";
import type { PropertyMap } from "./values.ts";
import { fromStruct } from "./wire.ts";

/** A half-made resource as the engine keeps it, with why it is half-made. */
export interface HalfMade {
  id: string;
  inputs: PropertyMap;
  state: PropertyMap;
  reasons: string[];
}

/** What the engine keeps of a resource from the error that a `ProviderClient`'s call threw; `undefined` if nothing. */
export function halfMade(error: unknown): HalfMade | undefined {
  const { metadata = new Metadata() } = (error as { service?: ServiceError }).service ?? {};
  const [details] = metadata.get("grpc-status-details-bin");
  if (details === undefined) return undefined;
  const [packed] = rpcStatus.Status.deserializeBinary(Buffer.from(details)).getDetailsList();
  const failed = packed?.unpack(
    provider.ErrorResourceInitFailed.deserializeBinary,
    "pulumirpc.ErrorResourceInitFailed",
  );
  if (failed === null || failed === undefined) return undefined;
  return {
    id: failed.getId(),
    inputs: fromStruct(failed.getInputs()),
    state: fromStruct(failed.getProperties()),
    reasons: failed.getReasonsList(),
  };
}
