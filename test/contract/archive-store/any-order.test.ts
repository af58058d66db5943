import type { S3Client } from "@aws-sdk/client-s3";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Cleanup } from "../local-aws/fixture.ts";
import { recordedAudio } from "../local-twilio/running.ts";
import { type Archive, archive } from "./archive.ts";

const cleanup = new Cleanup();
let it: Archive;

beforeAll(async () => {
  it = await archive(cleanup);
});
afterAll(() => cleanup.run());

const kinds = ["dual", "mono", "conference", "absent", "in-progress"] as const;
type Kind = (typeof kinds)[number];

/** Adds a recording to Twilio and gives its callback, which may come again and at any time. */
function begin(kind: Kind) {
  const isAudible = kind !== "absent" && kind !== "in-progress";
  const audio = kind === "mono" ? recordedAudio(9) : isAudible ? recordedAudio(1, 2) : undefined;
  const conference = `CF${"3".repeat(32)}`;
  const recording = it.twilio.control.recordings.add(audio, {
    ...(!isAudible && { status: kind }),
    ...(kind === "conference" && { conference_sid: conference }),
  });
  const form = it.completed(recording.sid, {
    RecordingStatus: isAudible ? "completed" : kind,
    RecordingChannels: kind === "mono" ? "1" : "2",
    ...(isAudible && { RecordingDuration: "1" }),
    ...(kind === "conference" && { ConferenceSid: conference }),
  });
  return { sid: recording.sid, audio, form };
}

/** S3 that fails now and then, before it does what it is asked or after, when only its answer is lost. */
function failingS3(s3: Pick<S3Client, "send">, turns: readonly ("right" | "before" | "after")[]) {
  let at = 0;
  const send = async (...args: Parameters<S3Client["send"]>) => {
    const turn = turns[at++ % turns.length];
    const failure = Object.assign(new Error("please reduce your request rate"), { name: "SlowDown" });
    if (turn === "before") throw failure;
    const answer = await s3.send(...args);
    if (turn === "after") throw failure;
    return answer;
  };
  return { send: send as S3Client["send"] };
}

const fault = fc.oneof(
  fc.record({ status: fc.constantFrom(429, 500, 503), times: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ drop: fc.constant(true as const), times: fc.integer({ min: 1, max: 4 }) }),
);

test("whatever comes how often, in which order, and fails meanwhile, the bucket has the completed recordings", async () => {
  const completed = new Map<string, Buffer>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ kind: fc.constantFrom(...kinds), copies: fc.integer({ min: 1, max: 4 }) }), {
        maxLength: 8,
      }),
      fc.infiniteStream(fc.nat()),
      fc.array(fault, { maxLength: 3 }),
      fc.array(fc.constantFrom("right", "right", "before", "after"), { minLength: 1, maxLength: 12 }),
      async (wanted, order, faults, turns) => {
        const begun = wanted.map(({ kind, copies }) => ({ ...begin(kind), copies }));
        for (const { sid, audio } of begun) if (audio) completed.set(it.keyOf(sid), audio);
        const callbacks = begun.flatMap(({ form, copies }) => Array.from({ length: copies }, () => form));
        const shuffled = callbacks
          .map((form) => ({ form, at: order.next().value ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ form }) => form);
        for (const form of shuffled) expect(await it.callback(form)).toMatchObject({ statusCode: 204 });

        for (const one of faults) it.twilio.control.faults.add({ host: "api.twilio.com", ...one });
        await it.drain(it.storeWith({ s3: () => failingS3(it.clients.s3, turns) }), 2);
        it.twilio.control.faults.clear();
        expect(await it.drain(it.storeWith({}), 50)).toBe(0);
        expect(await it.keys()).toEqual([...completed.keys()].sort());
      },
    ),
    { numRuns: 15 },
  );
  for (const [key, audio] of completed) {
    const [sid = ""] = /RE[0-9a-f]{32}/.exec(key) ?? [];
    expect((await it.object(sid)).bytes.equals(audio)).toBe(true);
  }
  expect(await it.takeQueued(it.deadLetterQueueUrl)).toEqual([]);
});
