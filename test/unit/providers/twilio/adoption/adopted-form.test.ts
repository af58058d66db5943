import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { PartialResourceError, ProviderError } from "../../../../../providers/kit/index.ts";
import {
  type AdoptedForm,
  change,
  importable,
  refreshed,
  restore,
  takeOver,
} from "../../../../../providers/twilio/adoption/adopted-form.ts";
import type { Original } from "../../../../../providers/twilio/adoption/owned-values.ts";
import { TwilioRefusedError } from "../../../../../providers/twilio/http/errors.ts";

const keys: Record<string, string> = { FirstUrl: "first_url", SecondUrl: "second_url", ThirdUrl: "third_url" };
const names = ["firstUrl", "secondUrl", "thirdUrl"];

type Live = Record<string, string>;

/** A thing at a service that takes one field after another, and what it was sent. */
function thing(live: Live, fails?: Error) {
  const sent: object[] = [];
  const adopted: AdoptedForm<{ original: Original }> = {
    id: "PN1",
    names,
    async post(form) {
      sent.push(form);
      for (const [name, value] of Object.entries(form)) live[keys[name] ?? name] = String(value);
      if (fails !== undefined) throw fails;
      return { ...live };
    },
    outputs: (_, original) => ({ original }),
  };
  return { adopted, sent };
}

const value = fc.constantFrom("", "a", "b");
const account = fc.record({ first_url: value, second_url: value, third_url: value });
const declaration = fc.record({ firstUrl: value, secondUrl: value, thirdUrl: value }, { requiredKeys: [] });

test("after any history of declarations, the account has its own values again", async () => {
  await fc.assert(
    fc.asyncProperty(account, fc.array(declaration, { minLength: 1, maxLength: 6 }), async (own, history) => {
      const live: Live = { ...own };
      const { adopted } = thing(live);
      let original: Original | undefined;
      for (const declared of history) {
        const outputs =
          original === undefined
            ? await takeOver(adopted, { ...live }, declared)
            : await change(adopted, { ...live }, { ...declared, onDestroy: "restore" }, original);
        original = outputs.original;
        expect(Object.keys(original).toSorted()).toEqual(Object.keys(declared).toSorted());
        const wanted = { firstUrl: own.first_url, secondUrl: own.second_url, thirdUrl: own.third_url, ...declared };
        expect([live.first_url, live.second_url, live.third_url]).toEqual([
          wanted.firstUrl,
          wanted.secondUrl,
          wanted.thirdUrl,
        ]);
        expect(refreshed(adopted, { ...live }, declared, original)).toEqual(declared);
      }
      await restore(adopted, { ...live }, original ?? {});
      expect(live).toEqual(own);
    }),
  );
});

test("only what differs is sent, and nothing where nothing does", async () => {
  const live = { first_url: "a", second_url: "b", third_url: "" };
  const { adopted, sent } = thing(live);
  await takeOver(adopted, live, { firstUrl: "a", secondUrl: "c", thirdUrl: "" });
  await takeOver(adopted, live, { firstUrl: "a" });
  expect(sent).toEqual([{ SecondUrl: "c" }]);
});

test("with keep, what is declared no more stays as it is", async () => {
  const live = { first_url: "a", second_url: "b", third_url: "" };
  const { adopted } = thing(live);
  const { original } = await takeOver(adopted, { ...live }, { firstUrl: "x", secondUrl: "y" });
  await change(adopted, { ...live }, { firstUrl: "x", onDestroy: "keep" } as { onDestroy: "keep" }, original);
  expect(live).toMatchObject({ first_url: "x", second_url: "y" });
});

test("while it is open whether a write happened, all that is ours keeps its original", async () => {
  const live = { first_url: "a", second_url: "b", third_url: "" };
  const { original } = await takeOver(thing(live).adopted, { ...live }, { firstUrl: "x", secondUrl: "y" });
  const { adopted } = thing(live, new ProviderError("no answer"));
  const next = { thirdUrl: "z", onDestroy: "restore" } as { onDestroy: "restore" };
  const error = await change(adopted, { ...live }, next, original).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PartialResourceError);
  expect((error as PartialResourceError).outputs).toEqual({
    original: { firstUrl: { value: "a" }, secondUrl: { value: "b" }, thirdUrl: {} },
  });
});

test("what was refused did not happen, unless an attempt before that is open", async () => {
  const refusal = { status: 400, code: 20001, message: "no", requestId: undefined };
  const refused = new TwilioRefusedError("POST /", refusal);
  const live = { first_url: "a", second_url: "", third_url: "" };
  await expect(takeOver(thing({ ...live }, refused).adopted, live, { firstUrl: "x" })).rejects.toBe(refused);
  const open = new TwilioRefusedError("POST /", refusal, true);
  await expect(takeOver(thing({ ...live }, open).adopted, live, { firstUrl: "x" })).rejects.toBeInstanceOf(
    PartialResourceError,
  );
});

test("a companion is owned and put back with what takes its place", async () => {
  const live = { first_url: "", second_url: "b", third_url: "" };
  const { adopted } = thing(live);
  const paired = { ...adopted, companions: { firstUrl: ["secondUrl"] } };
  const { original } = await takeOver(paired, { ...live }, { firstUrl: "x" });
  expect(original).toEqual({ firstUrl: {}, secondUrl: { value: "b" } });
  live.second_url = "";
  await restore(paired, { ...live }, original);
  expect(live).toEqual({ first_url: "", second_url: "b", third_url: "" });
});

test("an import leaves out what could not be declared, and what is not set", () => {
  const schema = z.strictObject({ firstUrl: z.url().optional(), secondUrl: z.url().optional(), thirdUrl: z.url() });
  const live = { first_url: "https://example.com", second_url: "nowhere", third_url: null };
  expect(importable({ names }, live, schema)).toEqual({ firstUrl: "https://example.com" });
});
