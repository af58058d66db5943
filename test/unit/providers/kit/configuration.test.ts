import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { Configuration } from "../../../../providers/kit/configuration.ts";
import { provider } from "../../../../providers/kit/declare.ts";
import { failuresMessage, ProviderError } from "../../../../providers/kit/errors.ts";
import { secret } from "../../../../providers/kit/field.ts";
import { type PropertyMap, Secret, unknown } from "../../../../providers/kit/values.ts";

const config = z.strictObject({
  account: z.string().regex(/^AC\d$/, "is no account; give AC and a digit"),
  token: secret(z.string().min(4)).optional(),
  retries: z.int().default(3),
  trace: z.boolean().optional(),
  endpoints: z.strictObject({ api: z.url(), key: secret(z.string()).optional() }).optional(),
  zones: z.array(z.string()).optional(),
  region: z.enum(["us", "ie"]).default("us"),
});

const declaration = provider({
  name: "toy",
  version: "1.0.0",
  description: "",
  config,
  environment: { account: ["TOY_ACCOUNT", "TOY_ACCOUNT_SID"], token: ["TOY_TOKEN"], retries: ["TOY_RETRIES"] },
  replaceOn: ["account", "region", "endpoints"],
  configure: (settings) => ({ ...settings, token: settings.token?.reveal() }),
  resources: [],
});
const configuration = new Configuration(declaration);

beforeEach(() => {
  for (const name of ["TOY_ACCOUNT", "TOY_ACCOUNT_SID", "TOY_TOKEN", "TOY_RETRIES"]) vi.stubEnv(name, "");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function failures(raw: PropertyMap): string {
  return failuresMessage(configuration.check(raw).failures);
}

describe("configuration", () => {
  it("is read from JSON text where it is no string", async () => {
    const client = await configuration.client({
      account: "AC1",
      retries: "5",
      trace: "true",
      endpoints: '{"api":"https://x.test"}',
      zones: new Secret('["a","b"]'),
    });
    expect(client).toMatchObject({
      account: "AC1",
      retries: 5,
      trace: true,
      endpoints: { api: "https://x.test" },
      zones: ["a", "b"],
    });
  });

  it("is taken as values too, as other SDKs send it", async () => {
    const client = await configuration.client({ account: "AC1", retries: 5, trace: true, zones: ["a"] });
    expect(client).toMatchObject({ retries: 5, trace: true, zones: ["a"] });
  });

  it("may have secrets inside its JSON text", async () => {
    const mark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "k" };
    const client = await configuration.client({
      account: "AC1",
      endpoints: JSON.stringify({ api: "https://x.test", key: mark }),
    });
    expect(client?.endpoints?.key?.reveal()).toBe("k");
  });

  it("that is a string is never read as JSON", async () => {
    const client = await configuration.client({ account: "AC1", token: new Secret("12345") });
    expect(client?.token).toBe("12345");
  });

  it("may come with what the engine keeps beside it", async () => {
    const own = {
      version: "1.0.0",
      pluginDownloadURL: "x",
      pluginChecksums: {},
      parameterization: "x",
      __internal: {},
    };
    expect(failures({ account: "AC1", ...own })).toBe("");
    expect(await configuration.client({ account: "AC1", ...own })).toMatchObject({ account: "AC1" });
  });

  it("is refused with everything that is wrong, all at once", () => {
    expect(failures({ account: "x", retries: "many", endpoints: "{", accuont: "AC1", token: "abc" })).toBe(
      [
        "account: is no account; give AC and a digit",
        "token: is [secret], but must be at least 4 characters long",
        'retries: is "many", but must be a number',
        'endpoints: is "{", but must be an object',
        "accuont: is no property here; use one of account, token, retries, trace, endpoints, zones, region",
      ].join("\n"),
    );
  });

  it("that is wrong configures nothing, and says so without a stack", async () => {
    const refused = configuration.client({ retries: "many" });
    await expect(refused).rejects.toThrow(ProviderError);
    await expect(refused).rejects.toThrow(
      "The configuration of the toy provider is wrong:\n" +
        "account: is missing; give it a string, or set TOY_ACCOUNT or TOY_ACCOUNT_SID\n" +
        'retries: is "many", but must be a number',
    );
  });

  it("that is not known yet is not judged, and configures nothing", async () => {
    const raw = { account: unknown, token: new Secret(unknown), endpoints: unknown };
    expect(failures(raw)).toBe("");
    expect(await configuration.client(raw)).toBeUndefined();
    const text = JSON.stringify({ api: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" });
    expect(await configuration.client({ account: "AC1", endpoints: text })).toBeUndefined();
  });

  it("that is null counts as absent", () => {
    expect(failures({ account: "AC1", token: new Secret(null), retries: null })).toBe("");
  });
});

describe("the environment", () => {
  it("stands in for what is not given, the first variable that is set", async () => {
    vi.stubEnv("TOY_ACCOUNT_SID", "AC2");
    vi.stubEnv("TOY_TOKEN", "from-environment");
    vi.stubEnv("TOY_RETRIES", "7");
    expect(failures({})).toBe("");
    expect(await configuration.client({})).toMatchObject({ account: "AC2", token: "from-environment", retries: 7 });
    vi.stubEnv("TOY_ACCOUNT", "AC1");
    expect(await configuration.client({ retries: "1" })).toMatchObject({ account: "AC1", retries: 1 });
  });

  it("gets into no state", () => {
    vi.stubEnv("TOY_ACCOUNT", "AC1");
    vi.stubEnv("TOY_TOKEN", "from-environment");
    expect(Object.keys(configuration.check({ trace: true }).properties)).toEqual(["trace", "retries", "region"]);
  });

  it("is checked, and named where it is wrong", () => {
    vi.stubEnv("TOY_ACCOUNT_SID", "x");
    vi.stubEnv("TOY_TOKEN", "abc");
    expect(failures({})).toBe(
      [
        "account: is no account; give AC and a digit (from TOY_ACCOUNT_SID)",
        "token: is [secret], but must be at least 4 characters long (from TOY_TOKEN)",
      ].join("\n"),
    );
  });
});

describe("a changed configuration", () => {
  const replaces = (before: PropertyMap, after: PropertyMap) => configuration.diff(before, after).replaces;

  it("is none where only the spelling changed", () => {
    const before = { account: "AC1", retries: "3", endpoints: '{"api":"https://x.test"}', version: "1.0.0" };
    const after = { account: new Secret("AC1"), retries: 3, endpoints: { api: "https://x.test" }, version: "1.1.0" };
    expect(configuration.diff(before, after)).toEqual({ changes: [], replaces: [] });
  });

  it("means other resources where the declaration says so", () => {
    expect(replaces({ account: "AC1" }, { account: "AC2" })).toEqual(["account"]);
    expect(replaces({ account: "AC1" }, { account: unknown })).toEqual(["account"]);
    expect(replaces({ account: "AC1" }, { account: "AC1", retries: "5", token: "abcd" })).toEqual([]);
    expect(replaces({ endpoints: '{"api":"https://x.test"}' }, { endpoints: '{"api":"https://y.test"}' })).toEqual([
      "endpoints",
    ]);
  });

  it("counts a default as given", () => {
    expect(replaces({ account: "AC1" }, { account: "AC1", region: "us" })).toEqual([]);
    expect(replaces({ account: "AC1" }, { account: "AC1", region: "ie" })).toEqual(["region"]);
    expect(replaces({ account: "AC1", region: "ie" }, { account: "AC1" })).toEqual(["region"]);
  });

  it("compares what moved into or out of the environment with the environment", () => {
    vi.stubEnv("TOY_ACCOUNT", "AC1");
    expect(configuration.diff({}, { account: "AC1" })).toEqual({ changes: [], replaces: [] });
    expect(configuration.diff({ account: "AC1" }, {})).toEqual({ changes: [], replaces: [] });
    expect(replaces({}, { account: "AC2" })).toEqual(["account"]);
    expect(replaces({ account: "AC2" }, {})).toEqual(["account"]);
  });

  it("replaces nothing on a guess", () => {
    expect(configuration.diff({}, { account: "AC1" })).toEqual({
      changes: [{ path: ["account"], kind: "add" }],
      replaces: [],
    });
  });
});
