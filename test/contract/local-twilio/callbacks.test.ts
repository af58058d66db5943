import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { type Account, openAccount } from "../../../local/twilio/account.ts";
import type { Callback } from "../../../local/twilio/callbacks/delivery.ts";
import { bodyDigest, signatureOf } from "../../../local/twilio/callbacks/signature.ts";
import { callbackReceiver } from "./callback-receiver.ts";
import { accountSid, authToken, refusal, running } from "./running.ts";

function account(): Account {
  const closing = new AbortController();
  onTestFinished(() => closing.abort());
  return openAccount({ accountSid, authToken, now: () => new Date(), fetch, closing: closing.signal });
}

const recordingStatus = (url: string, form: Record<string, string> = { RecordingStatus: "completed" }): Callback => ({
  kind: "recording-status",
  url,
  method: "POST",
  content: { form },
});

test("signatures are Twilio's: a form, and JSON", () => {
  const form = new URLSearchParams({
    To: "+18005551212",
    From: "+14158675310",
    Digits: "1234",
    Caller: "+14158675310",
    CallSid: "CA1234567890ABCDE",
  });
  expect(signatureOf("12345", "https://example.com/myapp.php?foo=1&bar=2", form)).toBe("L/OH5YylLD5NRKLltdqwSvS0BnU=");
  const url = `https://example.com/hook?bodySHA256=${bodyDigest('{"a":1}')}`;
  expect(signatureOf("12345", url)).toBe("2e7mH/NA6FwzvUqLZxhsETU/4bw=");
});

test("Twilio's own library takes any form, query and body that is sent", async () => {
  const receiver = await callbackReceiver(authToken);
  const { callbacks } = account();
  // A form of a browser has lines that end in CR and LF, so bare ones would not arrive as they were sent.
  const text = fc.string({ unit: "grapheme", maxLength: 30 });
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,10}$/);
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(name, text, { minKeys: 1, maxKeys: 6 }),
      fc.constantFrom("form", "query", "json"),
      async (fields, way) => {
        const url = `${receiver.url}/hook?of=the%20archive`;
        const callback = recordingStatus(url, fields);
        const sent = await callbacks.send("CA1", {
          ...callback,
          method: way === "query" ? "GET" : "POST",
          content: way === "json" ? { json: fields } : { form: fields },
        });
        expect(sent?.delivered).toBe(true);
        expect(receiver.received.at(-1)?.signed).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

test("a callback goes as Twilio sends it, and the log keeps no URLs and queries", async () => {
  const receiver = await callbackReceiver(authToken);
  const { callbacks } = account();
  const form = { CallSid: "CA1", RecordingUrl: "https://api.twilio.com/RE1", FlexToken: "t0ken" };
  await callbacks.send("CA1", recordingStatus(`${receiver.url}/hook?key=secret`, form));
  expect(receiver.received).toMatchObject([{ method: "POST", target: "/hook?key=secret", signed: true, form }]);
  expect(receiver.received[0]?.headers).toMatchObject({
    "user-agent": "TwilioProxy/1.1",
    "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
    "i-twilio-idempotency-token": expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(callbacks.list()).toMatchObject([
    {
      kind: "recording-status",
      url: `${receiver.url}/hook`,
      parameters: { CallSid: "CA1" },
      attempts: [{ status: 204, error: null }],
      delivered: true,
      error_code: null,
    },
  ]);
  expect(JSON.stringify(callbacks.list())).not.toMatch(/secret|t0ken|RE1/);
});

test("a name and password in the URL become basic authentication, and are signed", async () => {
  const receiver = await callbackReceiver(authToken);
  const { callbacks } = account();
  const url = receiver.url.replace("//", "//archive:pass%20word@");
  await callbacks.send("CA1", recordingStatus(`${url}/hook`));
  expect(receiver.received[0]?.headers).toMatchObject({
    authorization: `Basic ${Buffer.from("archive:pass word").toString("base64")}`,
    "x-twilio-signature": signatureOf(authToken, `${url}/hook`, new URLSearchParams({ RecordingStatus: "completed" })),
  });
  expect(callbacks.list()[0]?.url).toBe(`${receiver.url}/hook`);
});

test("an error is not tried again, unless the URL's fragment asks for it", async () => {
  const receiver = await callbackReceiver(authToken);
  const { callbacks } = account();
  receiver.answer({ status: 500 });
  const once = await callbacks.send("CA1", recordingStatus(`${receiver.url}/hook`));
  expect(once).toMatchObject({ delivered: false, attempts: [{ status: 500 }] });
  receiver.answer({ status: 500 }, { status: 503 }, { status: 404 });
  const thrice = await callbacks.send("CA1", recordingStatus(`${receiver.url}/hook#rc=4&rp=5xx`));
  expect(thrice?.attempts.map(({ status }) => status)).toStrictEqual([500, 503, 404]);
  const tokens = receiver.received.map(({ headers }) => headers["i-twilio-idempotency-token"]);
  expect(new Set(tokens.slice(1)).size).toBe(1);
  expect(tokens[0]).not.toBe(tokens[1]);
  expect(receiver.received.every(({ signed }) => signed)).toBe(true);
  expect(callbacks.list().map(({ error_code: code }) => code)).toStrictEqual([11_200, 11_200]);
});

test("where nobody listens it is tried once more; a server that is silent is given up", async () => {
  const receiver = await callbackReceiver(authToken);
  const { callbacks } = account();
  const nobody = await callbacks.send("CA1", recordingStatus("http://127.0.0.1:1/hook"));
  const failed = { status: null, error: "connection failed" };
  expect(nobody).toMatchObject({ delivered: false, attempts: [failed, failed] });
  receiver.answer({ silent: true });
  const silent = await callbacks.send("CA1", recordingStatus(`${receiver.url}/hook#rt=100`));
  expect(silent).toMatchObject({ delivered: false, attempts: [{ status: null, error: "no answer in time" }] });
  expect(callbacks.list().map(({ error_code: code }) => code)).toStrictEqual([11_205, 11_205]);
});

test("callbacks of one call come in order, and a slow one holds up no other call", async () => {
  const receiver = await callbackReceiver(authToken);
  const { callbacks, work } = account();
  const send = (subject: string, number: string, options = "") =>
    callbacks.send(subject, recordingStatus(`${receiver.url}/hook${options}`, { subject, number }));
  receiver.answer({ silent: true });
  const slow = send("CA1", "1", "#rt=3000");
  const later = send("CA1", "2");
  // The silence is for the first that comes.
  await expect.poll(() => receiver.received.length, { timeout: 60_000 }).toBe(1);
  await send("CA2", "3");
  expect(receiver.received.map(({ form }) => form.number).toSorted()).toStrictEqual(["1", "3"]);
  await work.settled();
  expect(receiver.received.at(-1)?.form.number).toBe("2");
  expect((await Promise.all([slow, later])).map((sent) => sent?.delivered)).toStrictEqual([false, true]);
});

test("in disorder each comes as often as was asked for, out of order, and the same way for the same seed", async () => {
  const orders = [];
  for (const seed of [7, 7, 8]) {
    const receiver = await callbackReceiver(authToken);
    const { callbacks, work } = account();
    callbacks.disorder({ copies: { least: 1, most: 3 }, heldBack: 5, seed });
    for (let number = 0; number < 30; number++) {
      await callbacks.send("CA1", recordingStatus(receiver.url, { number: String(number) }));
    }
    await work.settled();
    const numbers = receiver.received.map(({ form }) => Number(form.number));
    for (let number = 0; number < 30; number++) {
      expect([1, 2, 3]).toContain(numbers.filter((other) => other === number).length);
    }
    expect(numbers).not.toStrictEqual(numbers.toSorted((a, b) => a - b));
    orders.push(
      callbacks
        .list()
        .map(({ parameters }) => parameters.number)
        .toSorted()
        .join(" "),
    );
  }
  expect(orders[0]).toBe(orders[1]);
  expect(orders[0]).not.toBe(orders[2]);
});

test("the control lists deliveries, forgets them and brings disorder; what can't be is refused", async () => {
  const twilio = await running();
  const control = (method: string, body?: unknown) =>
    fetch(`${twilio.url}/_control/deliveries`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  expect(await (await control("GET")).json()).toStrictEqual([]);
  expect((await control("DELETE")).status).toBe(204);
  const disorder = { copies: { least: 2, most: 2 }, heldBack: 3, seed: 1 };
  expect(await (await control("PUT", disorder)).json()).toStrictEqual(disorder);
  const wrong = await control("PUT", { copies: { least: 0, most: 2 } });
  expect(wrong.status).toBe(400);
  expect((await refusal(wrong)).error).toMatch(/^deliveries\.copies\.least: /);
  await twilio.control.settled();
});
