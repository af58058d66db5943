import { expect, test } from "vitest";
import { accountSid, flexConfiguration, recordings, refusal, running, validation } from "./running.ts";

const enable = { account_sid: accountSid, call_recording_enabled: true };

test("a fault before the effect leaves everything as it was", async () => {
  const twilio = await running();
  twilio.control.faults.add({ method: "POST", host: "flex-api.twilio.com", status: 503 });
  const response = await twilio.post(flexConfiguration, enable);
  expect(response.status).toBe(503);
  expect(await refusal(response)).toEqual({
    code: 20503,
    message: "Service unavailable",
    more_info: "https://www.twilio.com/docs/errors/20503",
    status: 503,
  });
  expect(twilio.control.flexConfiguration.get().call_recording_enabled).toBeNull();
});

test("a fault after the effect hides that it happened", async () => {
  const twilio = await running();
  twilio.control.faults.add({ method: "POST", when: "after", status: 500, message: "Boom", code: 45001 });
  const response = await twilio.post(flexConfiguration, enable);
  expect(response.status).toBe(500);
  expect(await refusal(response)).toMatchObject({ code: 45001, message: "Boom" });
  expect(twilio.control.flexConfiguration.get().call_recording_enabled).toBe(true);
});

test.each([
  ["before", null],
  ["after", true],
] as const)("a connection dropped %s the effect", async (when, enabled) => {
  const twilio = await running();
  twilio.control.faults.add({ method: "POST", drop: true, when });
  await expect(twilio.post(flexConfiguration, enable)).rejects.toThrow("fetch failed");
  expect(twilio.control.flexConfiguration.get().call_recording_enabled).toBe(enabled);
  expect(twilio.control.requests.list()).toMatchObject([{ method: "POST", path: "/v1/Configuration", status: null }]);
});

test("a delay lets the answer through, later", async () => {
  const twilio = await running();
  twilio.control.faults.add({ delayMs: 150, times: 1 });
  const started = performance.now();
  const response = await twilio.call(flexConfiguration);
  // Timers may fire a millisecond early.
  expect(performance.now() - started).toBeGreaterThan(148);
  expect(response.status).toBe(200);
});

test("a slow answer doesn't hold up others, and ends with the server", async () => {
  const twilio = await running();
  twilio.control.faults.add({ path: "/v1/Configuration", delayMs: 600_000 });
  const slow = expect(twilio.call(flexConfiguration)).rejects.toThrow("fetch failed");
  expect((await twilio.call(`${recordings}.json`)).status).toBe(200);
  await twilio.close();
  await slow;
});

test("a fault strikes as often as it is told, and another then", async () => {
  const twilio = await running();
  twilio.control.faults.add({ status: 429, times: 2, headers: { "Retry-After": "7" } });
  twilio.control.faults.add({ status: 500, times: 1 });
  const responses = [];
  for (let count = 0; count < 4; count++) responses.push(await twilio.call(flexConfiguration));
  expect(responses.map(({ status }) => status)).toEqual([429, 429, 500, 200]);
  expect(responses.map(({ headers }) => headers.get("retry-after"))).toEqual(["7", "7", null, null]);
  expect(twilio.control.faults.list()).toEqual([]);
});

test("requests in parallel spend a fault exactly as often as it is told", async () => {
  const twilio = await running();
  twilio.control.faults.add({ status: 500, times: 5 });
  const calls = Array.from({ length: 20 }, async () => (await twilio.call(flexConfiguration)).status);
  const statuses = await Promise.all(calls);
  expect(statuses.filter((status) => status === 500)).toHaveLength(5);
  expect(statuses.filter((status) => status === 200)).toHaveLength(15);
});

test.each([
  ["method", { method: "post" }, [200, 503, 503, 200]],
  ["host", { host: "iam.twilio.com" }, [200, 200, 503, 200]],
  ["path", { path: "/v1/Configuration" }, [503, 503, 200, 200]],
  ["pattern", { pathPattern: "Recordings(/RE\\w+)?\\.json$" }, [200, 200, 200, 503]],
  ["all of them", { method: "GET", host: "flex-api.twilio.com", path: "/v1/Configuration" }, [503, 200, 200, 200]],
])("a fault strikes only the requests of its %s", async (_, where, expected) => {
  const twilio = await running();
  const token = twilio.control.tokens.issue({ identity: "a" });
  twilio.control.faults.add({ ...where, status: 503 });
  const responses = [
    await twilio.call(flexConfiguration),
    await twilio.post(flexConfiguration, enable),
    await twilio.post(validation, { token }),
    await twilio.call(`${recordings}.json`),
  ];
  expect(responses.map(({ status }) => status)).toEqual(expected);
});

test("a fault can answer with another body, and headers alone are added to the real answer", async () => {
  const twilio = await running();
  twilio.control.faults.add({ status: 502, body: "<html>", headers: { "Content-Type": "text/html" }, times: 1 });
  twilio.control.faults.add({ status: 200, body: { valid: "yes" }, times: 1 });
  twilio.control.faults.add({ headers: { "Retry-After": "1" }, times: 1 });
  const [html, odd, real] = [
    await twilio.call(flexConfiguration),
    await twilio.call(flexConfiguration),
    await twilio.call(flexConfiguration),
  ];
  expect([html.status, html.headers.get("content-type"), await html.text()]).toEqual([502, "text/html", "<html>"]);
  expect([odd.status, await odd.json()]).toEqual([200, { valid: "yes" }]);
  expect([real.status, real.headers.get("retry-after")]).toEqual([200, "1"]);
});

test("a fault comes before authentication, as a gateway's does", async () => {
  const twilio = await running();
  twilio.control.faults.add({ status: 500, times: 1 });
  expect((await fetch(`${twilio.url}/${flexConfiguration}`)).status).toBe(500);
});

test("faults end one by one or all at once", async () => {
  const twilio = await running();
  const first = twilio.control.faults.add({ status: 500 });
  twilio.control.faults.add({ status: 503 });
  twilio.control.faults.clear(first.id);
  expect((await twilio.call(flexConfiguration)).status).toBe(503);
  expect(() => twilio.control.faults.clear(first.id)).toThrow(`fault ${first.id}: is not there`);
  twilio.control.faults.clear();
  expect((await twilio.call(flexConfiguration)).status).toBe(200);
});

test.each([
  [{}, "fault: does nothing; give delayMs, drop, status or headers"],
  [{ statuss: 500 }, "fault: Unrecognized key"],
  [{ drop: true, status: 500 }, "fault: can't both drop the connection and answer"],
  [{ delayMs: 1, message: "x" }, "fault.status: is missing"],
  [{ status: 99 }, "fault.status:"],
  [{ status: 500, times: 0 }, "fault.times:"],
  [{ status: 500, path: "v1" }, "fault.path:"],
  [{ status: 500, pathPattern: "(" }, "fault.pathPattern: Invalid regular expression"],
])("the fault %j is refused", async (fault, message) => {
  const twilio = await running();
  const response = await twilio.post("_control/faults", fault);
  expect(response.status).toBe(400);
  expect((await refusal(response)).error).toContain(message);
  expect(twilio.control.faults.list()).toEqual([]);
});
