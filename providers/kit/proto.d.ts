// @pulumi/pulumi ships its service definitions without types.
declare module "@pulumi/pulumi/proto/provider_grpc_pb.js" {
  import type { ServiceClientConstructor, ServiceDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";

  const services: {
    ResourceProviderService: ServiceDefinition<UntypedServiceImplementation>;
    ResourceProviderClient: ServiceClientConstructor;
  };
  export default services;
}
