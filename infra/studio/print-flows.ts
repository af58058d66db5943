import { settingsFrom } from "../settings/settings.ts";
import { longestMessagingValues, longestVoiceValues, messagingFlow, voiceFlow } from "./flows.ts";
import { mermaidOf } from "./mermaid.ts";

/** Settings in which all is as it is where nobody says otherwise. */
const settings = settingsFrom(
  {
    "twilio:accountSid": `AC${"0".repeat(32)}`,
    "flex-media:recording": '{"mechanism":"studio"}',
    "flex-media:voice": '{"numbers":["+14155550100"]}',
    "flex-media:messaging": '{"addresses":[{"type":"sms","address":"+14155550100"}]}',
  },
  { TWILIO_AUTH_TOKEN: "none is needed" },
);

const flows = [voiceFlow(settings, longestVoiceValues), messagingFlow(settings, longestMessagingValues)];
for (const flow of flows) {
  console.log(`## ${flow.description}\n\n\`\`\`mermaid\n${mermaidOf(flow)}\`\`\`\n`);
}
