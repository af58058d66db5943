import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import rpcStatus from "@pulumi/pulumi/proto/status_pb.js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import { type PartialResourceError, ProviderError } from "./errors.ts";
import type { PropertyMap } from "./values.ts";
import { toStruct } from "./wire.ts";

/** An error that already knows how it goes over the wire. */
export class StatusError extends Error {
  override name = "StatusError";
  readonly status: Partial<ServiceError>;

  constructor(status: Partial<ServiceError>) {
    super(status.details);
    this.status = status;
  }
}

/** An error as gRPC carries it. A {@link ProviderError} shows its message alone; anything else is a bug and says so. */
export function asServiceError(error: unknown): Partial<ServiceError> {
  if (error instanceof StatusError) return error.status;
  if (error instanceof ProviderError) return { code: status.UNKNOWN, details: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { code: status.UNKNOWN, details: `The provider failed in a way that it does not know: ${message}` };
}

/** The error by which the engine keeps a resource that exists but is not ready. */
export function initFailed(error: PartialResourceError, inputs: PropertyMap, state: PropertyMap): StatusError {
  const detail = new provider.ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setProperties(toStruct(state));
  detail.setInputs(toStruct(inputs));
  detail.setReasonsList([error.message]);

  const packed = new any.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const answer = new rpcStatus.Status();
  answer.setCode(status.UNKNOWN);
  answer.setMessage(error.message);
  answer.addDetails(packed);

  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(answer.serializeBinary()));
  return new StatusError({ code: status.UNKNOWN, details: error.message, metadata });
}
