/** What a log may tell of a foreign error: its code or name. Its message may hold a URL or worse. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return systemCode(error) ?? systemCode(error.cause) ?? error.name;
}

/** Such as ECONNREFUSED. */
function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return /^[A-Z][A-Z0-9_]+$/.test(error.code) ? error.code : undefined;
}
