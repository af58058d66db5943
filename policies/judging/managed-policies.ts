import { known } from "./known.ts";

/** What the ARNs of the stack's managed policies end in, as they came up: path and name, which an account has but once. */
const noted = new Set<string>();

/** Notes a managed policy of the stack. What it is attached to needs its ARN, so Pulumi has that judged after it. */
export function noteManagedPolicy(props: Readonly<Record<string, unknown>>): void {
  const [path, name] = [known(() => props.path) ?? "/", known(() => props.name)];
  if (typeof path === "string" && typeof name === "string" && name !== "") noted.add(`policy${path}${name}`);
}

/** Whether an ARN is that of a policy which this stack makes. */
export function isOfStack(arn: unknown): boolean {
  if (typeof arn !== "string") return false;
  const [, , service, , account = "", ...rest] = arn.split(":");
  // AWS's own have `aws` for an account.
  return service === "iam" && /^\d{12}$/.test(account) && noted.has(rest.join(":"));
}
