import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import type { Control } from "../../../../local/twilio/control/control.ts";
import type { FlexConfiguration } from "../../../../local/twilio/flex/properties.ts";
import type { PropertyMap } from "../../../../providers/kit/index.ts";
import { ProviderClient, type SavedResource } from "../../../../providers/kit/testing.ts";
import { halfMade } from "../../../../providers/kit/testing-failure.ts";
import { twilio } from "../../../../providers/twilio/provider.ts";
import { running, temporaryFolder } from "../../local-twilio/running.ts";
import { settingsFor } from "../local-provider.ts";

export { accountSid, authToken, otherAccountSid } from "../../local-twilio/running.ts";

export const type = "twilio:flex:Configuration";
export const flex = { host: "flex-api.twilio.com", path: "/v1/Configuration" } as const;

/** A request as it came to Flex Configuration. */
export interface SeenExchange {
  method: string;
  body: unknown;
  status: number;
}

export interface Opened {
  provider: ProviderClient;
  control: Control;
  /** The configuration that `provider` has. */
  config: PropertyMap;
  /** Another process of the provider, as the engine starts one for each command. */
  restart(config?: PropertyMap): Promise<ProviderClient>;
  /** The account's whole Flex Configuration, but for the time of its last change. */
  account(): Omit<FlexConfiguration, "date_updated">;
  channel(addressType: string): Record<string, unknown> | undefined;
  /** Changes one channel's limits as somebody does who knows nothing of us. */
  changeChannel(addressType: string, limits: Record<string, unknown>): void;
  /** What came to Flex Configuration since the last call. */
  exchanges(): SeenExchange[];
  /** The bodies of what was posted there since the last call. */
  posted(): unknown[];
}

/** A provider that is configured for a local Twilio of its own; both end with the test. */
export async function opened(settings: PropertyMap = {}): Promise<Opened> {
  for (const name of ["ACCOUNT_SID", "AUTH_TOKEN", "API_KEY", "API_SECRET", "REGION", "EDGE"]) {
    vi.stubEnv(`TWILIO_${name}`, "");
  }
  const recordFile = join(temporaryFolder(), "exchanges.har");
  const server = await running({ recordFile });
  const config = { ...settingsFor(server), requestTimeoutSeconds: 300, ...settings };
  const restart = async (other: PropertyMap = config) => {
    const started = await ProviderClient.start(twilio);
    onTestFinished(() => started.close());
    await started.configure(other);
    return started;
  };
  let told = 0;
  const exchanges = () => {
    const lines = readFileSync(recordFile, "utf8").split("\n").filter(Boolean);
    const news = lines.slice(told).map((line) => seen(JSON.parse(line)));
    told = lines.length;
    return news;
  };
  const { flexConfiguration } = server.control;
  return {
    provider: await restart(),
    control: server.control,
    config,
    restart,
    account() {
      const { date_updated: _, ...rest } = flexConfiguration.get();
      return rest;
    },
    channel: (addressType) =>
      flexConfiguration.get().channel_configs?.find(({ address_type }) => address_type === addressType)
        ?.cbm_attachments,
    changeChannel(addressType, limits) {
      const configs = (flexConfiguration.get().channel_configs ?? []).map((config) =>
        config.address_type === addressType
          ? { ...config, cbm_attachments: { ...config.cbm_attachments, ...limits } }
          : config,
      );
      flexConfiguration.change({ channel_configs: configs });
    },
    exchanges,
    posted: () => exchanges().flatMap(({ method, body }) => (method === "POST" ? [body] : [])),
  };
}

interface HarEntry {
  request: { method: string; postData?: { text: string } };
  response: { status: number };
}

function seen({ request: { method, postData }, response: { status } }: HarEntry): SeenExchange {
  return { method, body: postData === undefined ? undefined : JSON.parse(postData.text), status };
}

/** What the engine has after an operation, and what went wrong. */
export interface Outcome {
  saved: SavedResource | undefined;
  /** The error's text, as the user sees it. */
  error: string | undefined;
}

/**
 * Runs an operation as the engine does: where it failed, what the error holds of the resource is saved, else
 * what was saved before stays.
 */
export async function outcome(before: SavedResource | undefined, operation: Promise<SavedResource>): Promise<Outcome> {
  try {
    return { saved: await operation, error: undefined };
  } catch (error) {
    return { saved: halfMade(error) ?? before, error: (error as Error).message };
  }
}

/**
 * What `up` does with a declaration: a create where nothing is saved, an update where the resource is half-made
 * or a diff shows a change, else nothing.
 */
export async function up(
  client: ProviderClient,
  saved: SavedResource | undefined,
  declared: PropertyMap,
): Promise<Outcome> {
  if (saved === undefined) return await outcome(saved, client.create(type, declared));
  if (!("reasons" in saved)) {
    const { inputs } = await client.check(type, declared, saved.inputs);
    if (!(await client.diff(type, saved, inputs)).changes) return { saved, error: undefined };
  }
  return await outcome(saved, client.update(type, saved, declared));
}
