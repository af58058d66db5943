export { mechanismFindings, type RecordingMechanism } from "./checks/mechanism.ts";
export * from "./flow.ts";
export { liquidMilliseconds } from "./liquid/start-time.ts";
export { mermaidOf } from "./mermaid.ts";
export { type MessagingOptions, type MessagingWidgets, messaging, type ShownLink } from "./templates/messaging.ts";
export { type Playing, type VoiceOptions, type VoiceWidgets, voice } from "./templates/voice.ts";
export * from "./widgets/index.ts";
