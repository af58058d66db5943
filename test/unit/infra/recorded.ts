import * as pulumi from "@pulumi/pulumi";

/** A resource as the program asked for it. */
export interface Recorded {
  type: string;
  name: string;
  /** The inputs as they were sent, secrets laid open. */
  inputs: Record<string, unknown>;
  /** The same as anybody may see them. */
  shown: Record<string, unknown>;
  /** The inputs as the program gave them. */
  args: Record<string, unknown>;
  options: pulumi.CustomResourceOptions;
}

type Inputs = Record<string, unknown>;

/** What a cloud would have made of the inputs: names and ARNs that tell where they come from. */
function stateOf(type: string, name: string, inputs: Inputs): Inputs {
  const kind = type.split("/").at(-1)?.split(":")[0];
  return {
    ...inputs,
    arn: `arn:aws:${kind}:::${name}`,
    ...(kind === "bucket" && { bucket: `${name}-bucket` }),
    ...(kind === "queue" && { name: `${name}-queue`, url: `https://sqs.example/${name}` }),
    ...(kind === "key" && { keyId: `${name}-key` }),
    ...(kind === "logGroup" && { name: `/logs/${name}` }),
    ...(kind === "function" && { name: `${name}-function` }),
    ...(kind === "functionUrl" && { functionUrl: "https://made.lambda-url.example/" }),
    ...(type.startsWith("twilio:") && { accountSid: "AC", original: {}, sid: `${name}-sid` }),
  };
}

/** Builds resources without an engine and tells of every one of them, once all have been registered. */
export async function recorded<T>(
  build: (options: pulumi.ComponentResourceOptions) => T,
): Promise<{ made: T; resources: Recorded[]; of(type: string): Recorded[] }> {
  const sent = new Map<string, Inputs>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        sent.set(`${type} ${name}`, inputs);
        return { id: `${name}-id`, state: stateOf(type, name, inputs) };
      },
      call: ({ token }) => {
        throw new Error(`${token}: nothing is to be looked up`);
      },
    },
    "flex-media",
    "test",
    false,
  );
  const seen: pulumi.ResourceTransformationArgs[] = [];
  const made = build({
    transformations: [
      (args) => {
        seen.push(args);
        return undefined;
      },
    ],
  });
  await Promise.all(seen.map(({ resource }) => settled(resource.urn)));
  const resources = seen.map(({ type, name, props, opts }): Recorded => {
    const inputs = sent.get(`${type} ${name}`) ?? {};
    const open = withSecrets(inputs, (value) => value) as Inputs;
    const shown = withSecrets(inputs, () => "[secret]") as Inputs;
    return { type, name, inputs: open, shown, args: props, options: opts };
  });
  return { made, resources, of: (type) => resources.filter((resource) => resource.type === type) };
}

/** What an output will be. */
export function settled<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply((value) => resolve(value));
  });
}

const secretMark = "4dabf18193072939515e22adb298388d";

function withSecrets(value: unknown, show: (secret: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withSecrets(item, show));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  if (secretMark in value) return show(withSecrets((value as { value?: unknown }).value, show));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withSecrets(inner, show)]));
}
