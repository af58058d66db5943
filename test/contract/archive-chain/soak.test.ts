import { afterAll, beforeAll, expect, test } from "vitest";
import { type Archive, archive } from "../archive-store/archive.ts";
import { Cleanup } from "../local-aws/fixture.ts";
import { soak } from "./soak.ts";

const cleanup = new Cleanup();
let it: Archive;

beforeAll(async () => {
  it = await archive(cleanup);
});
afterAll(() => cleanup.run());

test("every recording is in the bucket, once and whole, whatever fails however often", async () => {
  const recordings = 60;
  const odds = { twilio: 0.4, cut: 0.25, s3: 0.1, kill: 0.25 };
  const report = await soak(it, { recordings, seed: 7, odds, stores: 3 });
  expect(report).toMatchObject({ right: recordings, wrong: [], extra: [], deadLetters: [] });
  expect(report.callbacks).toBeGreaterThan(recordings);
  // Each of them has to have happened, or nothing was tried.
  const kinds = ["Twilio 429", "Twilio 500", "Twilio dropped", "Twilio cut", "S3 503 before", "S3 503 after", "killed"];
  expect(Object.keys(report.mishaps).toSorted()).toEqual(kinds.toSorted());
});
