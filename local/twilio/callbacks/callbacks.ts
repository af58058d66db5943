import { randomUUID } from "node:crypto";
import { z } from "zod";
import { checked } from "../mistake.ts";
import { type Attempt, type Callback, deliver, type Sender, type Sent } from "./delivery.ts";
import { randomNumbers } from "./random-numbers.ts";
import type { Work } from "./work.ts";

/** A delivery as the log keeps it, without what may be secret. */
export interface Delivery {
  readonly id: string;
  /** When it was begun, ISO 8601. */
  readonly at: string;
  readonly kind: string;
  readonly method: string;
  /** Without credentials, query and fragment. */
  readonly url: string;
  /** Parameters of the form, without URLs and whatever is named a token, secret or password. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly attempts: readonly Attempt[];
  readonly delivered: boolean;
  /** Twilio's code of the failure: 11200 for an answer that isn't 2xx, 11205 where there was none. */
  readonly error_code: number | null;
}

const disorderSchema = z.strictObject({
  /** How often each callback is sent; once where not given. */
  copies: z.strictObject({ least: z.int().min(1), most: z.int().min(1).max(20) }).optional(),
  /** How many callbacks are held back, so that any of them may come next; none where not given. */
  heldBack: z.int().min(0).max(10_000).optional(),
  /** The same seed makes the same choices. */
  seed: z.int().optional(),
});

/** How deliveries go wrong: more than once, and out of order. Empty: each once, and in order for each subject. */
export type Disorder = z.infer<typeof disorderSchema>;

export interface Callbacks {
  /**
   * Sends a callback after those of the same subject (a call, a conference); resolves when Twilio is done with it,
   * delivered or not. In disorder, it resolves when it has been accepted.
   */
  send(subject: string, callback: Callback): Promise<Sent | undefined>;
  /** Sends what is waited for, such as a flow's own request: at once and once, never in disorder. */
  request(callback: Callback): Promise<Sent>;
  /** Oldest first. */
  list(): readonly Delivery[];
  clear(): void;
  /** @throws Mistake for a disorder that can't be */
  disorder(given: unknown): Disorder;
}

const longest = 10_000;

interface CallbackParts extends Sender {
  readonly now: () => Date;
  readonly work: Work;
}

export function createCallbacks(parts: CallbackParts): Callbacks {
  const log: Delivery[] = [];
  const ends = new Map<string, Promise<unknown>>();
  let disorder: Disorder = {};
  let random = randomNumbers(0);
  const held: (() => void)[] = [];

  async function deliverNow(callback: Callback): Promise<Sent> {
    const at = parts.now().toISOString();
    const sent = await deliver(callback, parts);
    log.push(deliveryOf(callback, at, sent));
    if (log.length > longest) log.shift();
    return sent;
  }

  function inOrder(subject: string, callback: Callback): Promise<Sent> {
    const sent = (ends.get(subject) ?? Promise.resolve()).then(() => deliverNow(callback));
    ends.set(subject, sent);
    return sent.finally(() => {
      if (ends.get(subject) === sent) ends.delete(subject);
    });
  }

  function letGo(keep: number): void {
    while (held.length > keep) {
      const [send] = held.splice(Math.floor(random() * held.length), 1);
      send?.();
    }
  }

  parts.work.whenSettling(() => letGo(0));

  return {
    async send(subject, callback) {
      if (disorder.copies === undefined && disorder.heldBack === undefined) {
        return await parts.work.track(inOrder(subject, callback));
      }
      const { least, most } = disorder.copies ?? { least: 1, most: 1 };
      const copies = least + Math.floor(random() * (Math.max(least, most) - least + 1));
      for (let copy = 0; copy < copies; copy++) held.push(() => void parts.work.track(deliverNow(callback)));
      letGo(disorder.heldBack ?? 0);
      return undefined;
    },
    request: (callback) => parts.work.track(deliverNow(callback)),
    list: () => [...log],
    clear: () => void log.splice(0),
    disorder(given) {
      const wanted = checked("deliveries", disorderSchema, given);
      letGo(0);
      disorder = wanted;
      random = randomNumbers(wanted.seed ?? 0);
      return disorder;
    },
  };
}

function deliveryOf({ kind, method, url, content }: Callback, at: string, sent: Sent): Delivery {
  const answered = sent.attempts.at(-1)?.status !== null;
  return {
    id: randomUUID(),
    at,
    kind,
    method,
    url: (url.split(/[?#]/, 1)[0] ?? "").replace(/\/\/[^/@]*@/, "//"),
    parameters: "form" in content ? withoutSecrets(content.form) : {},
    attempts: sent.attempts,
    delivered: sent.delivered,
    error_code: sent.delivered ? null : answered ? 11_200 : 11_205,
  };
}

function withoutSecrets(form: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).filter(
      ([name, value]) => !/token|secret|password|authorization|url/i.test(name) && !/https?:\/\//i.test(value),
    ),
  );
}
