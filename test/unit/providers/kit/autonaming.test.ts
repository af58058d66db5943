import { describe, expect, it } from "vitest";
import { autonamed, type NameProposal } from "../../../../providers/kit/autonaming.ts";
import { type PropertyMap, Secret, unknown } from "../../../../providers/kit/values.ts";

const naming = { property: "bucket", maxLength: 20, lowerCase: true };
const seed = new Uint8Array([1, 2, 3]);

function named(
  inputs: PropertyMap,
  options: { prior?: PropertyMap; name?: string; proposal?: NameProposal; naming?: typeof naming | undefined } = {},
) {
  return autonamed("naming" in options ? options.naming : naming, inputs, options.prior, {
    name: options.name ?? "Recordings",
    randomSeed: seed,
    proposal: options.proposal,
  });
}

describe("a name", () => {
  it("that the program gives is kept, unknown too", () => {
    expect(named({ bucket: "mine" }, { prior: { bucket: "old" } })).toEqual({ bucket: "mine" });
    expect(named({ bucket: unknown })).toEqual({ bucket: unknown });
  });

  it("is given to no resource that takes none", () => {
    expect(named({ a: 1 }, { naming: undefined })).toEqual({ a: 1 });
  });

  it("stays what it was", () => {
    expect(named({ a: 1 }, { prior: { bucket: "recordings-1234567" } })).toEqual({
      a: 1,
      bucket: "recordings-1234567",
    });
  });

  it("is otherwise the program's name and seven digits, the same for the same seed", () => {
    const { bucket } = named({ bucket: null });
    expect(bucket).toMatch(/^recordings-[0-9a-f]{7}$/);
    expect(named({}).bucket).toBe(bucket);
    expect(named({ bucket: new Secret(null) }).bucket).toBe(bucket);
  });

  it("differs with the seed, and without one each time", () => {
    const of = (randomSeed: Uint8Array) =>
      autonamed(naming, {}, undefined, { name: "x", randomSeed, proposal: undefined }).bucket;
    expect(of(seed)).not.toBe(of(new Uint8Array([4])));
    expect(of(new Uint8Array())).not.toBe(of(new Uint8Array()));
  });

  it("is cut to what the service takes, before the digits", () => {
    const { bucket } = named({}, { name: "A-very-long-name-for-a-bucket" });
    expect(bucket).toMatch(/^a-very-long--[0-9a-f]{7}$/);
    expect(String(bucket)).toHaveLength(20);
  });

  it("keeps its case where the service takes it", () => {
    expect(named({}, { naming: { ...naming, lowerCase: false } }).bucket).toMatch(/^Recordings-/);
  });
});

describe("the engine's proposal", () => {
  it.each<[string, NameProposal, PropertyMap]>([
    ["is taken", { mode: "propose", name: "dev-recordings" }, { bucket: "dev-recordings" }],
    ["is taken in the case of the service", { mode: "propose", name: "Dev-Rec" }, { bucket: "dev-rec" }],
    ["is taken as it is where it is enforced", { mode: "enforce", name: "Dev-Rec" }, { bucket: "Dev-Rec" }],
    ["may be to give no name", { mode: "disable", name: "" }, {}],
  ])("%s", (_, proposal, expected) => {
    expect(named({}, { proposal })).toEqual(expected);
  });

  it("that is too long gives way to a name of the kit's own", () => {
    const { bucket } = named({}, { proposal: { mode: "propose", name: "x".repeat(21) } });
    expect(bucket).toMatch(/^recordings-[0-9a-f]{7}$/);
  });

  it("does not rename", () => {
    const proposal: NameProposal = { mode: "enforce", name: "new" };
    expect(named({}, { proposal, prior: { bucket: "old" } })).toEqual({ bucket: "old" });
  });
});
