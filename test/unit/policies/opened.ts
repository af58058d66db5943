import { createRequire } from "node:module";
import type { ResourceValidationArgs } from "@pulumi/policy";
import { secretsAreSeen } from "../../../policies/secrets-are-seen.ts";

const require = createRequire(import.meta.url);

// The library's own way of handing properties to policies and remediations, which it does not type.
const { deserializeProperties } = require("@pulumi/policy/deserialize.js") as {
  deserializeProperties(struct: unknown, withSecrets: boolean): Record<string, unknown>;
};
const { unknownCheckingProxy } = require("@pulumi/policy/proxy.js") as {
  unknownCheckingProxy(props: Record<string, unknown>): Record<string, unknown>;
};
const { Struct } = createRequire(require.resolve("@pulumi/policy"))("google-protobuf/google/protobuf/struct_pb.js") as {
  Struct: { fromJavaScript(value: unknown): unknown };
};

/** A value as the engine sends a secret. */
export function secret(value: unknown): Record<string, unknown> {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

/** A resource as Pulumi hands it to a policy, after `secrets-are-seen` has had its look at it. */
export async function opened(
  type: string,
  sent: Record<string, unknown>,
  seen = true,
): Promise<ResourceValidationArgs> {
  const urn = `urn:pulumi:test::flex-media::${type}::${crypto.randomUUID()}`;
  const props = (withSecrets: boolean) =>
    unknownCheckingProxy(deserializeProperties(Struct.fromJavaScript(sent), withSecrets));
  if (seen) await secretsAreSeen.remediateResource?.({ urn, type, props: props(true) } as ResourceValidationArgs);
  return { urn, type, name: "it", props: props(false), opts: { protect: false } } as ResourceValidationArgs;
}
