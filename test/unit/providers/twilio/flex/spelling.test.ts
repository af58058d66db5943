import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { writable } from "../../../../../local/twilio/flex/properties.ts";
import { keyedSettings, wholeSettings } from "../../../../../providers/twilio/flex/settings.ts";
import { apiName, fromApi, toApi } from "../../../../../providers/twilio/flex/spelling.ts";

test("every setting has the name of a property that can be written, and none is left out", () => {
  const names = [...Object.keys(wholeSettings), ...Object.keys(keyedSettings)].map(apiName);
  expect([...names, "channel_configs"].toSorted()).toEqual(Object.keys(writable).toSorted());
});

test("names that the schema knows are respelled at every depth, the user's own are not", () => {
  const schema = z.strictObject({
    byName: z.record(z.string(), z.array(z.strictObject({ callerId: z.string() }))).optional(),
    free: z.unknown(),
  });
  const declared = { byName: { "my.flowName": [{ callerId: "+1" }] }, free: { camelCase: [{ innerName: 1 }] } };
  const sent = { by_name: { "my.flowName": [{ caller_id: "+1" }] }, free: { camelCase: [{ innerName: 1 }] } };
  expect(toApi(schema, declared)).toEqual(sent);
  expect(fromApi(schema, sent)).toEqual(declared);
});

test("of an answer only what the schema knows, and what is set, is told", () => {
  const schema = z.array(z.strictObject({ name: z.string(), minimum: z.number().optional() }));
  expect(fromApi(schema, [{ name: "a", minimum: null, added_by_twilio: 1 }])).toEqual([{ name: "a" }]);
  expect(fromApi(schema, "no list")).toBe("no list");
});

test("what every object inherits is no property", () => {
  const schema = z.strictObject({ constructor: z.string().optional(), name: z.string().optional() });
  expect(fromApi(schema, { name: "a" })).toEqual({ name: "a" });
  expect(toApi(z.strictObject({}), { toString: 1 })).toEqual({ to_string: 1 });
});

test("any value of the user's own goes to Twilio and back unchanged", () => {
  const schema = z.record(z.string(), z.unknown());
  const value = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
  fc.assert(
    fc.property(value, (object) => {
      expect(fromApi(schema, toApi(schema, object))).toEqual(object);
    }),
  );
});
