/** What comes of the work, or a rejection with the signal's reason once that is aborted; the work is then left behind. */
export async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const abortion = Promise.withResolvers<never>();
  const onAbort = () => abortion.reject(signal.reason);
  signal.addEventListener("abort", onAbort);
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([abortion.promise, work]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
