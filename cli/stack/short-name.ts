/**
 * The last part of a stack's name: `dev` of `acme/flex-media/dev`, as Pulumi Cloud has it in full. Its files go by this
 * name: `Pulumi.dev.yaml`, `policies/environments/dev.json`.
 */
export function shortName(stack: string): string {
  return stack.slice(stack.lastIndexOf("/") + 1);
}
