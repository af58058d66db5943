/** The error of a string that isn't what it must be: `must("begin with a letter")`. Not for secrets: it shows the value. */
export function must(what: string): { error: (issue: { readonly input?: unknown }) => string } {
  return { error: ({ input }) => `is ${JSON.stringify(input)}, but must ${what}` };
}
