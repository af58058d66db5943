import type { S3Client } from "@aws-sdk/client-s3";

/** From 0 up to 1. */
export type Random = () => number;

/** How often something goes wrong, each from 0 to 1. */
export interface Odds {
  /** Twilio answers 429 or 500, or drops the connection. */
  twilio: number;
  /** Twilio's audio ends too early. */
  cut: number;
  /** S3 answers 503, before it did what it was asked or after. */
  s3: number;
  /** The store's process is killed during a batch. */
  kill: number;
}

/** What went wrong, by kind. */
export type Mishaps = Record<string, number>;

export function counting(mishaps: Mishaps): (what: string) => void {
  return (what) => {
    mishaps[what] = (mishaps[what] ?? 0) + 1;
  };
}

/** Twilio as it is on a bad day. */
export function failingTwilio(odds: Odds, random: Random, count: (what: string) => void): typeof fetch {
  return async (input, init) => {
    if (random() < odds.twilio) {
      const [fault] = [429, 500, "dropped" as const].slice(Math.floor(random() * 3));
      count(`Twilio ${fault}`);
      if (fault === "dropped") throw new TypeError("fetch failed");
      return new Response("{}", { status: Number(fault) });
    }
    const response = await fetch(input, init);
    if (!response.ok || !response.body || random() >= odds.cut) return response;
    count("Twilio cut");
    return new Response(cut(response.body, random), response);
  };
}

function cut(body: ReadableStream<Uint8Array>, random: Random): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { value } = await reader.read();
      if (value) controller.enqueue(value.subarray(0, Math.floor(value.length * random())));
      // As a connection ends that breaks off.
      controller.error(new TypeError("terminated"));
      await reader.cancel();
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

/** S3 that fails now and then, before it does what it is asked or after, when only its answer is lost. */
export function failingS3(s3: Pick<S3Client, "send">, odds: Odds, random: Random, count: (what: string) => void) {
  const slowDown = () => Object.assign(new Error("Please reduce your request rate."), { name: "SlowDown" });
  const send = async (...args: Parameters<S3Client["send"]>) => {
    const turn = random() < odds.s3 ? (random() < 0.5 ? "before" : "after") : "right";
    if (turn !== "right") count(`S3 503 ${turn}`);
    if (turn === "before") throw slowDown();
    const answer = await s3.send(...args);
    if (turn === "after") throw slowDown();
    return answer;
  };
  return { send: send as S3Client["send"] };
}

/** S3 as a process reaches it that may be killed. */
export function livingS3(s3: Pick<S3Client, "send">, living: <T>(work: () => Promise<T>) => Promise<T>) {
  const send = (...args: Parameters<S3Client["send"]>) => living(async () => await s3.send(...args));
  return { send: send as S3Client["send"] };
}

/** A process that does nothing any more after so many requests to the outside; `killed` resolves then. */
export function mortal(requests: number) {
  const killed = Promise.withResolvers<"killed">();
  let left = requests;
  const living = async <T>(work: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left < 0) killed.resolve("killed");
    if (left < 0) return await new Promise<never>(() => {});
    const result = await work();
    // What was under way when it was killed may have happened, but nobody hears of it.
    return left < 0 ? await new Promise<never>(() => {}) : result;
  };
  return { killed: killed.promise, living };
}
