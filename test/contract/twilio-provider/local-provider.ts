import { onTestFinished } from "vitest";
import { type PropertyMap, Secret } from "../../../providers/kit/index.ts";
import { ProviderClient } from "../../../providers/kit/testing.ts";
import { products } from "../../../providers/twilio/http/hosts.ts";
import { twilio as declaration } from "../../../providers/twilio/provider.ts";
import { accountSid, authToken, type Running, running } from "../local-twilio/running.ts";

export interface LocalProvider {
  twilio: Running;
  provider: ProviderClient;
  /** What was asked of Twilio since the last call, as `GET 200`. */
  calls(): string[];
}

/** The settings that lead to a local Twilio, without repeating anything by itself. */
export function settingsFor(twilio: Running): PropertyMap {
  const endpoints = Object.entries(products).map(([name, label]) => [name, twilio.endpoint(`${label}.twilio.com`)]);
  return {
    accountSid,
    authToken: new Secret(authToken),
    endpoints: Object.fromEntries(endpoints),
    maxRetries: 0,
    requestTimeoutSeconds: 2,
  };
}

/** The provider, configured for a local Twilio of its own; both end with the test. */
export async function localProvider(settings: PropertyMap = {}): Promise<LocalProvider> {
  const twilio = await running();
  const provider = await ProviderClient.start(declaration);
  onTestFinished(() => provider.close());
  await provider.configure({ ...settingsFor(twilio), ...settings });
  return {
    twilio,
    provider,
    calls() {
      const seen = twilio.control.requests.list().map(({ method, status }) => `${method} ${status}`);
      twilio.control.requests.clear();
      return seen;
    },
  };
}
