import { differenceText, flexDifferences } from "../../cli/verify/flex-configuration.ts";
import type { Settings } from "../../infra/settings/settings.ts";
import type { TwilioApi } from "./twilio-api.ts";

/** Reads Flex Configuration back from Twilio's own API, and proves that it says what the settings say. */
export async function proveFlexConfiguration(api: TwilioApi, settings: Settings): Promise<string[]> {
  const live = await api.get("flex-api.twilio.com/v1/Configuration");
  // Where recordings are reported is proven by the call that comes next.
  const { declares, differences } = flexDifferences({ ...settings, recordingCallback: "" }, live);
  if (differences.length === 0) return declares;
  throw new Error(`${differences.map(differenceText).join("; ")}; \`npm run pulumi -- up --refresh\` puts it right.`);
}
