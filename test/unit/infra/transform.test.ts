import { expect, expectTypeOf, test } from "vitest";
import type { PlaybackTransforms } from "../../../infra/playback.ts";
import { type Transform, transformed } from "../../../infra/transform.ts";

interface Args {
  size: number;
  tags?: Record<string, string>;
}
const args: Args = { size: 1 };
const options = { protect: true };

test("nothing wished leaves all as it is", () => {
  expect(transformed(undefined, "one", args, options)).toEqual(["one", { size: 1 }, { protect: true }]);
});

test("an object goes before the arguments", () => {
  expect(transformed({ tags: { a: "b" }, size: 2 }, "one", args, options)).toEqual([
    "one",
    { size: 2, tags: { a: "b" } },
    { protect: true },
  ]);
});

test("a function changes arguments and options, of this child only", () => {
  const wish: Transform<Args> = (given, others, name) => {
    given.tags = { name };
    others.protect = false;
  };
  expect(transformed(wish, "one", args, options)).toEqual([
    "one",
    { size: 1, tags: { name: "one" } },
    { protect: false },
  ]);
  expect([args, options]).toEqual([{ size: 1 }, { protect: true }]);
});

test("a wish is of the child's own type", () => {
  expectTypeOf<{ memorySize: number }>().toExtend<NonNullable<PlaybackTransforms["function"]>>();
  expectTypeOf<{ memorySize: string }>().not.toExtend<NonNullable<PlaybackTransforms["function"]>>();
});
