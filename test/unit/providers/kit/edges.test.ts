import { expect, test } from "vitest";
import { z } from "zod";
import { PropertyShape } from "../../../../providers/kit/check.ts";
import { secret } from "../../../../providers/kit/field.ts";
import { withoutSecrets } from "../../../../providers/kit/secrecy.ts";
import { Secret } from "../../../../providers/kit/values.ts";

test("a secret of any length is kept out of a message", () => {
  const long = "s".repeat(200_000);
  expect(withoutSecrets("no secret in here", new Secret(long))).toBe("no secret in here");
  expect(withoutSecrets(`it is ${long}`, new Secret(long))).toBe("it is [secret]");
});

test("a long secret that is wrong is refused without being told", () => {
  const shape = new PropertyShape(
    z.strictObject({ key: secret(z.string().max(10, "is too long; give ten characters")) }),
  );
  expect(shape.check({ key: new Secret("k".repeat(100_000)) }).failures).toEqual([
    { path: ["key"], reason: "is too long; give ten characters" },
  ]);
});

test("a literal with a default fits where it is left out", () => {
  const shape = new PropertyShape(
    z.strictObject({ kind: z.literal("zip").default("zip"), size: z.number().default(3) }),
  );
  expect(shape.check({})).toEqual({ properties: { kind: "zip", size: 3 }, failures: [] });
});
