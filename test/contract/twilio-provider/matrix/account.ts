import { type LocalTwilio, startLocalTwilio } from "../../../../local/twilio/server.ts";
import { ProviderClient } from "../../../../providers/kit/testing.ts";
import { type PropertyMap, Secret } from "../../../../providers/kit/values.ts";
import { products } from "../../../../providers/twilio/http/hosts.ts";
import { twilio as declaration } from "../../../../providers/twilio/provider.ts";
import { AccountView } from "./account-view.ts";
import { type ApiCall, apiCall } from "./faults.ts";

const credentials = { accountSid: `AC${"5".repeat(32)}`, authToken: "matrix-auth-token" };

/** An account at local Twilio, and the provider configured for it, which repeats nothing by itself. */
export class Account {
  readonly twilio: LocalTwilio;
  readonly provider: ProviderClient;
  readonly view: AccountView;
  readonly #settings: PropertyMap;

  private constructor(twilio: LocalTwilio, provider: ProviderClient, view: AccountView, settings: PropertyMap) {
    this.twilio = twilio;
    this.provider = provider;
    this.view = view;
    this.#settings = settings;
  }

  /** A fresh account. */
  static async open(): Promise<Account> {
    return await Account.connect(await startLocalTwilio(credentials), credentials);
  }

  /** The provider for an account that is served already. */
  static async connect(
    twilio: LocalTwilio,
    { accountSid, authToken }: { accountSid: string; authToken: string },
  ): Promise<Account> {
    const provider = await ProviderClient.start(declaration);
    const endpoints = Object.entries(products).map(([name, label]) => [name, twilio.endpoint(`${label}.twilio.com`)]);
    const settings = {
      accountSid,
      authToken: new Secret(authToken),
      endpoints: JSON.stringify(Object.fromEntries(endpoints)),
      maxRetries: "0",
    };
    const account = new Account(twilio, provider, new AccountView(twilio, { accountSid, authToken }), settings);
    await account.waitAtMost(300);
    return account;
  }

  /** How long the provider waits for each answer from here on. A busy machine is no silent Twilio. */
  async waitAtMost(seconds: number): Promise<void> {
    await this.provider.configure({ ...this.#settings, requestTimeoutSeconds: String(seconds) });
  }

  /** The calls to Twilio that some work makes, each once. */
  async callsOf(work: () => Promise<unknown>): Promise<ApiCall[]> {
    this.twilio.control.requests.clear();
    await work();
    const calls = this.twilio.control.requests.list().map(apiCall);
    return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
  }

  async close(): Promise<void> {
    await Promise.all([this.provider.close(), this.twilio.close()]);
  }
}
