import { Metadata, type ServiceError } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import rpcStatus from "@pulumi/pulumi/proto/status_pb.js";
import { fromStruct } from "../../../providers/kit/wire.ts";
import { shown } from "./shown.ts";

/** What the engine keeps of a resource from the error that a call ended with; `undefined` if that is nothing. */
export async function initFailed(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (reason: Error & { service: ServiceError }) => reason.service,
  );
  const [details] = (error?.metadata ?? new Metadata()).get("grpc-status-details-bin");
  if (details === undefined) return undefined;
  const packed = rpcStatus.Status.deserializeBinary(Buffer.from(details)).getDetailsList()[0];
  const failed = packed?.unpack(
    provider.ErrorResourceInitFailed.deserializeBinary,
    "pulumirpc.ErrorResourceInitFailed",
  );
  if (failed === null || failed === undefined) return undefined;
  return {
    id: failed.getId(),
    inputs: shown(fromStruct(failed.getInputs())),
    state: shown(fromStruct(failed.getProperties())),
    reasons: failed.getReasonsList(),
  };
}
