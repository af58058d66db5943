/** What finds the comment or issue about a stack again, so that it can be updated: the first line, which nobody sees. */
export function markerOf(about: "report" | "drift", stack: string): string {
  return `<!-- flex-media ${about}: ${stack.replace(/[^\w./-]/g, "-").replace(/-{2,}/g, "-")} -->`;
}
