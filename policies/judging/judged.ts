/** A resource as a policy sees it: before a write its inputs, of a whole stack its outputs. Anything may be in them. */
export interface Judged {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly opts: { readonly protect: boolean };
  /** What it is made through; absent for components. */
  readonly provider?: { readonly props: Readonly<Record<string, unknown>> };
}

/** Whether Pulumi refused to read a value that is known only after the update. */
export function isUnknownValue(error: unknown): error is Error {
  return error instanceof Error && Object.hasOwn(error, "unknownTypeSentinel");
}
