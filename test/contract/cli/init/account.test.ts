import { expect, test } from "vitest";
import { Account } from "../../../../cli/init/account.ts";
import { twilioAccess } from "../../../../cli/stack/twilio-access.ts";
import { settingsFrom } from "../../../../infra/settings/settings.ts";
import { products } from "../../../../providers/twilio/http/hosts.ts";
import { accountSid, authToken, otherAccountSid, type Running, running } from "../../local-twilio/running.ts";

const { signal } = new AbortController();
const number = "+14155550110";

function valuesFor(twilio: Running, others: Record<string, unknown> = {}): Record<string, string> {
  const endpoints = Object.entries(products).map(([name, label]) => [name, twilio.endpoint(`${label}.twilio.com`)]);
  const given = {
    "twilio:accountSid": accountSid,
    "twilio:authToken": authToken,
    "twilio:endpoints": Object.fromEntries(endpoints),
    ...others,
  };
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

function accountAt(twilio: Running, others: Record<string, unknown> = {}): Account {
  return new Account(twilioAccess(valuesFor(twilio, others), {}), signal);
}

async function mistakes(twilio: Running, others: Record<string, unknown>): Promise<string[]> {
  const settings = settingsFrom(valuesFor(twilio, others), {});
  return (await accountAt(twilio).mistakesIn(settings)).map(({ key, reason }) => `${key}: ${reason}`);
}

test("right credentials of a Flex account are not refused, and nothing is written to find that out", async () => {
  const twilio = await running();
  expect(await accountAt(twilio).refusal()).toBeUndefined();
  const { sid, secret } = twilio.control.apiKeys.create();
  expect(await accountAt(twilio, { "twilio:apiKey": sid, "twilio:apiSecret": secret }).refusal()).toBeUndefined();
  expect(new Set(twilio.control.requests.list().map(({ method }) => method))).toEqual(new Set(["GET"]));
});

test("a wrong token, and that of another account, are told with what to do", async () => {
  const twilio = await running();
  const wrong = await accountAt(twilio, { "twilio:authToken": "not-the-token" }).refusal();
  expect(wrong).toMatch(/^are refused: .*HTTP 401.*Check accountSid, authToken/);
  expect(wrong).not.toContain("not-the-token");
  const other = await accountAt(twilio, { "twilio:accountSid": otherAccountSid }).refusal();
  expect(other).toMatch(/^are refused: /);
});

test("credentials that open another account than the one named are wrong", async () => {
  const twilio = await running();
  const { sid, secret } = twilio.control.apiKeys.create();
  const others = { "twilio:accountSid": otherAccountSid, "twilio:apiKey": sid, "twilio:apiSecret": secret };
  expect(await accountAt(twilio, others).refusal()).toMatch(/^are wrong: The credentials are of another account/);
});

test.each(["inprogress", "notstarted"] as const)("Flex that is %s is not there yet", async (status) => {
  const twilio = await running();
  twilio.control.flexConfiguration.change({ status });
  expect(await accountAt(twilio).refusal()).toContain(`Flex is not set up to its end (status ${status})`);
});

test("an account without Flex is refused", async () => {
  const twilio = await running();
  twilio.control.faults.add({ path: "/v1/Configuration", status: 404, code: 45101, message: "Not provisioned" });
  expect(await accountAt(twilio).refusal()).toMatch(/code 45101.*Set Flex up in this account first/);
});

test("where Twilio doesn't answer, nothing is said of the credentials", async () => {
  const twilio = await running();
  twilio.control.faults.add({ path: "/v1/Configuration", status: 503 });
  await expect(accountAt(twilio).refusal()).rejects.toThrow(/^Twilio did not answer GET \/v1\/Configuration/);
  await expect(mistakes(twilio, { "flex-media:recording": { mechanism: "studio" } })).rejects.toThrow(
    /^Twilio did not answer GET \/v1\/Configuration/,
  );
});

test("what the account can't do is named by its key, all at once", async () => {
  const twilio = await running();
  twilio.control.phoneNumbers.add({ phone_number: number });
  twilio.control.flexConfiguration.change({ call_recording_enabled: true });
  const right = { "flex-media:voice": { numbers: [number] } };
  expect(await mistakes(twilio, right)).toEqual([]);
  const wrong = {
    "flex-media:recording": { mechanism: "studio" },
    "flex-media:voice": { numbers: [number, "+14155559999"], workflow: "Nobody" },
    "flex-media:messaging": { addresses: [{ type: "sms", address: "+14155559998" }], taskChannel: "none" },
  };
  expect(await mistakes(twilio, wrong)).toEqual([
    expect.stringMatching(/^flex-media:voice.workflow: .*"Nobody"/),
    expect.stringMatching(/^flex-media:messaging.taskChannel: .*"none"/),
    expect.stringMatching(/^flex-media:voice.numbers\[1\]: \+14155559999 is no number of this account/),
    expect.stringMatching(/^flex-media:messaging.addresses\[0\].address: \+14155559998 is no number/),
    expect.stringMatching(/^flex-media:recording.mechanism: is studio, but Flex itself records/),
  ]);
});
