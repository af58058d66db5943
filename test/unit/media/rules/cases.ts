import type { MediaContext } from "../../../../media/index.ts";

/** A list of media as Task attributes hold it, and what is known about the Task. */
export interface RuleCase {
  media: unknown;
  context?: MediaContext;
}

/** What breaks a rule, with what it finds, and what satisfies it though it is close. */
export interface RuleCases {
  breaks: (RuleCase & { at: (string | number)[]; reason: string })[];
  satisfies: RuleCase[];
}

export const sid = "0123456789abcdef0123456789abcdef";
export const provider = `https://play.example/?recording=RE${sid}`;
export const time = 1574350320000;
export const recording = { type: "VoiceRecording", url_provider: provider, start_time: time };
export const raw = { type: "Raw", url: "https://crm.example/1", title: "Record" };
export const embedded = { type: "Embedded", url: "https://desk.example/1", title: "Ticket" };
export const referenced = { type: "Referenced", url: "https://desk.example/2", title: "Ticket" };
export const transcript = { type: "ChatTranscript", sid: `CH${sid}` };
