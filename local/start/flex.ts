import { differenceText, flexDifferences } from "../../cli/verify/flex-configuration.ts";
import type { Settings } from "../../infra/settings/settings.ts";
import type { TwilioApi } from "./twilio-api.ts";

/**
 * Reads Flex Configuration back from Twilio's own API, and proves that it says what the settings say.
 * @param mend puts right what somebody has changed since the last start, which an up sees only where it refreshes
 * @returns what is declared of it, and what had to be mended
 */
export async function proveFlexConfiguration(
  api: TwilioApi,
  settings: Settings,
  mend: () => Promise<unknown>,
): Promise<{ declares: string[]; mended: string[] }> {
  const found = await readBack(api, settings);
  const mended = found.differences.map(({ property }) => property);
  if (mended.length > 0) await mend();
  const { declares, differences } = mended.length > 0 ? await readBack(api, settings) : found;
  if (differences.length === 0) return { declares, mended };
  throw new Error(`${differences.map(differenceText).join("; ")}, also after an up with --refresh.`);
}

async function readBack(api: TwilioApi, settings: Settings) {
  const live = await api.get("flex-api.twilio.com/v1/Configuration");
  // Where recordings are reported is proven by the call that comes next.
  return flexDifferences({ ...settings, recordingCallback: "" }, live);
}
