import type { Settings } from "../infra/settings/settings.ts";
import type { Control } from "./twilio/control/control.ts";

/** Sees to it that the account owns the numbers that its settings name: buying one is no part of what is provisioned. */
export function ownNumbers({ voice, messaging }: Pick<Settings, "voice" | "messaging">, control: Control): void {
  const texted = (messaging?.addresses ?? []).filter(({ type }) => type === "sms").map(({ address }) => address);
  const wanted = new Set([...(voice?.numbers ?? []), ...texted.filter((address) => address.startsWith("+"))]);
  const owned = new Set(control.state().phoneNumbers.map(({ phone_number: number }) => number));
  for (const number of wanted) if (!owned.has(number)) control.phoneNumbers.add({ phone_number: number });
}
