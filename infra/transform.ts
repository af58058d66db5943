import type * as pulumi from "@pulumi/pulumi";

/**
 * A team's own wishes for a component's child: arguments that go before the component's, or a function that
 * changes arguments and options in place before the child is made. It comes last, so that it can undo what
 * makes the child safe as well.
 */
export type Transform<Args extends object> =
  | Partial<Args>
  | ((args: Args, options: pulumi.CustomResourceOptions, name: string) => void);

/** A child's name, arguments and options as its constructor takes them, with the team's wishes in them. */
export function transformed<Args extends object>(
  transform: Transform<Args> | undefined,
  name: string,
  args: Args,
  options: pulumi.CustomResourceOptions,
): [string, Args, pulumi.CustomResourceOptions] {
  if (typeof transform !== "function") return [name, { ...args, ...transform }, options];
  const wished = [{ ...args }, { ...options }] as const;
  transform(...wished, name);
  return [name, ...wished];
}
