import { expect, test } from "vitest";
import { type SecretReader, secretSource } from "../../../../functions/twilio-credentials/secret.ts";

const signal = new AbortController().signal;
const sourceOf = (read: SecretReader) => secretSource({ read, now: () => 0, parse: ({ version }) => version });

test("is read once for all who need it at the same time", async () => {
  let reads = 0;
  const source = sourceOf(async () => JSON.stringify({ version: ++reads }));
  expect(await Promise.all([source.current(signal), source.renewed(signal), source.current(signal)])).toEqual([
    1, 1, 1,
  ]);
  expect(await source.current(signal)).toBe(1);
  expect(await source.renewed(signal)).toBe(2);
});

test("is not waited for with one who has given up, as a frozen instance's last request may have", async () => {
  let reads = 0;
  const hangsFirst: SecretReader = async () => (++reads === 1 ? new Promise(() => {}) : '{"version":2}');
  const source = sourceOf(hangsFirst);
  const given = new AbortController();
  void source.current(given.signal);
  given.abort();
  expect(await source.current(signal)).toBe(2);
  expect(reads).toBe(2);
});

test("is not forgotten for a read that comes late, nor is one under way", async () => {
  const answers = [Promise.withResolvers<string>(), Promise.withResolvers<string>()] as const;
  let reads = 0;
  const source = sourceOf(() => answers[reads++ === 0 ? 0 : 1].promise);
  const given = new AbortController();
  const first = source.current(given.signal);
  given.abort();
  const second = source.current(signal);
  answers[0].resolve('{"version":1}');
  expect(await first).toBe(1);
  const third = source.renewed(signal);
  answers[1].resolve('{"version":2}');
  expect(await Promise.all([second, third])).toEqual([2, 2]);
  expect(reads).toBe(2);
});
