import { describe, expect, it } from "vitest";
import { formatVersion, isAtLeast, parseVersion, type Version } from "../../../../local/engine/version.ts";

describe("a version", () => {
  it.each([
    ["v3.259.0", [3, 259, 0]],
    ["3.259.0\n", [3, 259, 0]],
    ["v3.260.0-alpha.1+x.dirty", [3, 260, 0]],
    ["go version go1.26.8 linux/amd64", [1, 26, 8]],
    ["go version go1.21 darwin/arm64", [1, 21, 0]],
  ])("is read from %j", (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  it.each(["", "(devel)", "go version devel", "v3"])("is not read from %j", (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });

  it.each<[Version, Version, boolean]>([
    [[3, 200, 0], [3, 200, 0], true],
    [[3, 200, 1], [3, 200, 0], true],
    [[4, 0, 0], [3, 200, 0], true],
    [[3, 199, 9], [3, 200, 0], false],
    [[2, 300, 9], [3, 200, 0], false],
  ])("%j at least %j: %j", (version, least, expected) => {
    expect(isAtLeast(version, least)).toBe(expected);
  });

  it("is written with dots", () => {
    expect(formatVersion([3, 259, 0])).toBe("3.259.0");
  });
});
