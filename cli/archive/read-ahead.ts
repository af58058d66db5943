/** Asks for the next item while the current one is worked on. */
export async function* readAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = ask(source);
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = ask(source);
      yield value;
    }
  } finally {
    await source.return(undefined).catch(() => {});
  }
}

/** A failure waits for whoever takes the item. */
function ask<T>(source: AsyncGenerator<T>): Promise<IteratorResult<T>> {
  const next = source.next();
  next.catch(() => {});
  return next;
}
