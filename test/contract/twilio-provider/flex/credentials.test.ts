import { describe, expect, test } from "vitest";
import { contains, type PropertyMap, type PropertyValue, Secret } from "../../../../providers/kit/values.ts";
import { accountSid, authToken, flex, opened, otherAccountSid, outcome, type, up } from "./fixture.ts";

const declared = { callRecordingEnabled: true };

function holds(value: PropertyMap | undefined, text: string): boolean {
  const says = (inner: PropertyValue) => typeof inner === "string" && inner.includes(text);
  return value !== undefined && contains(value, says);
}

describe("the auth token", () => {
  test("gets into no state and no request body, whatever the operation", async () => {
    const { provider, exchanges } = await opened();
    const saved = await provider.create(type, declared);
    const updated = await provider.update(type, saved, { callRecordingEnabled: false });
    const read = await provider.read(type, updated);
    const imported = await provider.read(type, accountSid);
    for (const resource of [saved, updated, read, imported]) {
      expect(resource?.id).toBe(accountSid);
      expect(holds(resource?.inputs, authToken) || holds(resource?.state, authToken)).toBe(false);
    }
    expect(JSON.stringify(exchanges())).not.toContain(authToken);
  });

  test("gets into no error, even where somebody in between repeats the request's headers", async () => {
    const { provider, control } = await opened();
    for (const fault of [
      { status: 401 },
      { status: 500 },
      { drop: true as const },
      { status: 407, body: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}` },
    ]) {
      control.faults.add({ ...flex, times: 1, ...fault });
      const { error } = await up(provider, undefined, declared);
      expect(error).toMatch(/^Twilio (refused|did not answer) GET/);
      expect(error).not.toContain(authToken);
      expect(error).not.toContain(Buffer.from(`:${authToken}`).toString("base64").slice(4, -4));
    }
  });

  test("is in no failure of the configuration", async () => {
    const { provider, config } = await opened();
    const wrong = {
      ...config,
      accountSid: authToken,
      region: authToken,
      apiKey: "SK1",
      apiSecret: new Secret(authToken),
    };
    const { failures } = await provider.checkConfig(wrong);
    expect(failures.map(({ property }) => property).toSorted()).toEqual(["accountSid", "apiKey", "region"]);
    expect(JSON.stringify(failures)).not.toContain(authToken);
    await expect(provider.configure(wrong)).rejects.not.toThrow(authToken);
  });

  test("that is wrong is a clear error", async () => {
    const { restart, config, account } = await opened();
    const before = account();
    const provider = await restart({ ...config, authToken: new Secret("not-the-token") });
    const { saved, error } = await up(provider, undefined, declared);
    expect(saved).toBeUndefined();
    expect(error).toMatch(
      /^Twilio refused GET \/v1\/Configuration: Authenticate \(HTTP 401, code 20003\)\. See https:\/\/www\.twilio\.com\/docs\/errors\/20003\. \(request RQ\w+\) Check accountSid, authToken or apiKey and apiSecret, and their region\.$/,
    );
    expect(account()).toEqual(before);
  });
});

describe("an API key", () => {
  test("is used rather than the auth token", async () => {
    const { restart, config, control, account } = await opened();
    const key = control.apiKeys.create();
    const provider = await restart({
      ...config,
      authToken: new Secret("not-the-token"),
      apiKey: key.sid,
      apiSecret: new Secret(key.secret),
    });
    const saved = await provider.create(type, declared);
    expect(account().call_recording_enabled).toBe(true);
    expect(holds(saved.state, key.secret)).toBe(false);
    control.apiKeys.revoke(key.sid);
    const { error } = await outcome(
      saved,
      provider.delete(type, saved).then(() => saved),
    );
    expect(error).toContain("Authenticate (HTTP 401, code 20003)");
    expect(error).not.toContain(key.secret);
  });
});

describe("where the requests go", () => {
  test("is nowhere when there is nobody", async () => {
    const { restart, config } = await opened();
    const provider = await restart({ ...config, endpoints: { flexApi: "http://127.0.0.1:9" } });
    await expect(provider.create(type, declared)).rejects.toThrow(
      "Twilio did not answer GET /v1/Configuration: the connection",
    );
  });

  test("is a host that there must be", async () => {
    const { restart, config } = await opened();
    const provider = await restart({ ...config, endpoints: { flexApi: "https://twilio.invalid" } });
    await expect(provider.create(type, declared)).rejects.toThrow(
      "Twilio did not answer GET /v1/Configuration: its host name was not found.",
    );
  });

  test("is the endpoint, with a slash at its end or without", async () => {
    const { restart, config, account } = await opened();
    const { flexApi } = config.endpoints as { flexApi: string };
    const provider = await restart({ ...config, endpoints: { flexApi: `${flexApi}/` } });
    await provider.create(type, declared);
    expect(account().call_recording_enabled).toBe(true);
  });
});

test("another account in the configuration means other resources, other credentials do not", async () => {
  const { provider, config } = await opened();
  expect(await provider.diffConfig(config, { ...config, accountSid: otherAccountSid })).toMatchObject({
    changes: true,
    replaces: ["accountSid"],
  });
  expect(await provider.diffConfig(config, { ...config, authToken: new Secret("other") })).toMatchObject({
    changes: true,
    replaces: [],
  });
});
