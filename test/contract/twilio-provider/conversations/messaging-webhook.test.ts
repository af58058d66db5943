import { expect, test } from "vitest";
import { Secret } from "../../../../providers/kit/index.ts";
import { TwilioClient } from "../../../../providers/twilio/client.ts";
import { addressConfiguration } from "../../../../providers/twilio/conversations/address-configuration.ts";
import { accountSid, authToken, type Running, running } from "../../local-twilio/running.ts";

const address = "+14155550100";

/** Makes an sms address, and gives what was said beside it. */
async function saidOnCreate(twilio: Running, at = address): Promise<string[]> {
  const said: string[] = [];
  const hosts = { conversations: "conversations.twilio.com", api: "api.twilio.com" };
  const client = new TwilioClient({
    accountSid,
    authToken: new Secret(authToken),
    endpoints: Object.fromEntries(Object.entries(hosts).map(([name, host]) => [name, twilio.endpoint(host)])),
    maxRetries: 0,
    requestTimeoutSeconds: 2,
  });
  const log = {
    debug: (message: string) => said.push(`debug: ${message}`),
    info: (message: string) => said.push(`info: ${message}`),
    warning: (message: string) => said.push(`warning: ${message}`),
  };
  const context = { client, signal: AbortSignal.timeout(30_000), log, urn: "urn", name: "address" };
  const autoCreation = { type: "default", enabled: true } as const;
  await addressConfiguration.create({ type: "sms", address: at, autoCreation }, context);
  return said;
}

function apiCalls(twilio: Running): string[] {
  const seen = twilio.control.requests.list().filter(({ host }) => host === "api.twilio.com");
  return seen.map(({ method, query }) => `${method} ${query}`);
}

test("a number with a messaging webhook of its own is warned of, by one call", async () => {
  const twilio = await running();
  const { sid } = twilio.control.phoneNumbers.add({
    phone_number: address,
    sms_url: "https://example.com/secret-path",
  });
  expect(await saidOnCreate(twilio)).toEqual([
    `warning: ${address} has a messaging webhook of its own, so each message to it goes two ways; ` +
      `clear sms_url of the number ${sid}, for example by a twilio:phone:IncomingNumber.`,
  ]);
  expect(apiCalls(twilio)).toEqual(["GET PhoneNumber=%2B14155550100"]);
});

test("so is one with a messaging application", async () => {
  const twilio = await running();
  const application = `AP${"1".repeat(32)}`;
  twilio.control.phoneNumbers.add({ phone_number: address, sms_application_sid: application });
  expect((await saidOnCreate(twilio))[0]).toContain("has a messaging application of its own");
});

test("nothing is said of a clean number, of another's, and of a short code", async () => {
  const twilio = await running();
  twilio.control.phoneNumbers.add({ phone_number: `${address}9`, sms_url: "https://example.com" });
  expect(await saidOnCreate(twilio)).toEqual([]);
  twilio.control.phoneNumbers.add({ phone_number: "+14155550101" });
  expect(await saidOnCreate(twilio, "+14155550101")).toEqual([]);
  expect(apiCalls(twilio)).toHaveLength(2);
  expect(await saidOnCreate(twilio, "12345")).toEqual([]);
  expect(apiCalls(twilio)).toHaveLength(2);
});

test("an address is made even where its number can't be looked up", async () => {
  const twilio = await running();
  twilio.control.faults.add({ host: "api.twilio.com", status: 403, code: 70051, message: "No permission" });
  const [said] = await saidOnCreate(twilio);
  expect(said).toMatch(/^debug: Whether \+14155550100 has a messaging webhook of its own is not known: .*70051/);
  expect(twilio.control.state().conversations.addresses).toHaveLength(1);
});
