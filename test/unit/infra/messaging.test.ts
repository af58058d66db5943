import { expect, test } from "vitest";
import { bindAddresses } from "../../../infra/messaging.ts";
import { settingsFrom } from "../../../infra/settings/settings.ts";
import { PropertyShape } from "../../../providers/kit/index.ts";
import { addressConfiguration } from "../../../providers/twilio/conversations/address-configuration.ts";
import { recorded } from "./recorded.ts";
import { least, written } from "./settings/configuration.ts";

const flow = { sid: "FW0123456789abcdef0123456789abcdef" };

test("leads each address to the flow, as the provider takes it", async () => {
  const addresses = [
    { type: "sms", address: "54321", country: "US", retries: 0 },
    { type: "chat", address: "web", name: "Web chat" },
  ];
  const { messaging } = settingsFrom(written({ ...least, "flex-media:messaging": { addresses } }), {});
  if (messaging === undefined) throw new Error("The settings lost their messaging.");
  const { resources } = await recorded((options) => bindAddresses(messaging, flow, options));
  expect(resources.map(({ name, inputs }) => [name, inputs])).toEqual([
    [
      "sms 54321",
      {
        type: "sms",
        address: "54321",
        addressCountry: "US",
        autoCreation: { type: "studio", flowSid: flow.sid, retryCount: 0 },
      },
    ],
    [
      "chat web",
      {
        type: "chat",
        address: "web",
        friendlyName: "Web chat",
        autoCreation: { type: "studio", flowSid: flow.sid, retryCount: 3 },
      },
    ],
  ]);
  for (const { inputs } of resources) {
    const shape = new PropertyShape(addressConfiguration.inputs);
    expect(shape.check(JSON.parse(JSON.stringify(inputs))).failures).toEqual([]);
  }
});
