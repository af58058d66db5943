/** What goes on after an answer was given. */
export interface Work {
  /** Is called to let go of what is held back, so that it ends. */
  whenSettling(release: () => void): void;
  /** Does something after the answer to the request that is being handled; an error goes to standard error. */
  begin(job: () => Promise<unknown>): void;
  /** Counts as under way until the promise ends. */
  track<T>(promise: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>;
}

export function createWork(): Work {
  const under = new Set<Promise<unknown>>();
  const releases: (() => void)[] = [];
  const release = () => {
    for (const letGo of releases) letGo();
  };
  function track<T>(promise: Promise<T>): Promise<T> {
    under.add(promise);
    const done = () => void under.delete(promise);
    promise.then(done, done);
    return promise;
  }
  return {
    whenSettling: (letGo) => void releases.push(letGo),
    begin(job) {
      const report = (error: unknown) => void process.stderr.write(`local Twilio: ${error}\n`);
      void track(Promise.resolve().then(job).catch(report));
    },
    track,
    async settled() {
      release();
      while (under.size > 0) {
        await Promise.allSettled(under);
        release();
      }
    },
  };
}
