import fc from "fast-check";
import type { Liquid, MediaEntry, Renders } from "../../../media/index.ts";
import { liquid } from "../../../media/index.ts";

const hex = fc.stringMatching(/^[0-9a-f]{32}$/);

export const conversationSid = hex.map((digits) => `CH${digits}` as const);
export const reservationSid = hex.map((digits) => `WR${digits}` as const);
export const url = fc.webUrl({ validSchemes: ["https"], withQueryParameters: true });
/** From 1973 on, as `start_time` takes it. */
export const milliseconds = fc.integer({ min: 100_000_000_000, max: 4_102_444_800_000 });

export function rendering<R extends Renders>(type: R): fc.Arbitrary<Liquid<R>> {
  return fc.stringMatching(/^[a-z]{1,8}$/).map((name) => liquid(`{{flow.variables.${name}}}`, type));
}

const urlValue = fc.oneof(url, rendering("url"));
const title = fc.option(fc.oneof(fc.string(), rendering("text")), { nil: undefined });
const startTime = fc.option(fc.oneof(milliseconds, rendering("milliseconds"), rendering("time")), { nil: undefined });
const channels = fc.option(fc.constantFrom(["customer", "others"] as const, ["others", "customer"] as const), {
  nil: undefined,
});

// Optional properties are absent, never undefined.
function present<T extends object>(properties: T): T {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as T;
}

function link(type: "Raw" | "Embedded" | "Referenced"): fc.Arbitrary<MediaEntry> {
  return fc.record({ type: fc.constant(type), url: urlValue, title }).map((entry) => present(entry) as MediaEntry);
}

function recording(location: "url" | "urlProvider"): fc.Arbitrary<MediaEntry> {
  return fc
    .record({ type: fc.constant("VoiceRecording"), [location]: urlValue, title, startTime, channels })
    .map((entry) => present(entry) as unknown as MediaEntry);
}

const transcript: fc.Arbitrary<MediaEntry> = fc
  .record({ type: fc.constant("ChatTranscript"), sid: fc.oneof(conversationSid, rendering("sid:CH")), title })
  .map((entry) => present(entry) as MediaEntry);

export const mediaEntry = fc.oneof(
  link("Raw"),
  link("Embedded"),
  link("Referenced"),
  recording("url"),
  recording("urlProvider"),
  transcript,
);

export const media = fc.array(mediaEntry, { maxLength: 5 });
