import type { ChannelAttachments } from "../../infra/settings/attachments.ts";
import type { Settings } from "../../infra/settings/settings.ts";
import type { TwilioAnswer } from "../../providers/twilio/http/request.ts";
import type { Subject } from "./subject.ts";
import { failed, passed, skipped, type Trial } from "./trial.ts";

/** Something of an account that is not as the settings declare it. */
export interface Difference {
  /** The key that declares it, as in `flex-media:attachments.web.files`. */
  key: string;
  /** What stands there, where that is not the value that Twilio is to have. */
  says?: unknown;
  /** What it is called at Twilio. */
  property: string;
  declared: unknown;
  live: unknown;
}

type Declared = Pick<Settings, "recording" | "attachments"> & Pick<Subject, "recordingCallback">;

/** What Twilio's Flex Configuration says otherwise than the settings, and what of it they declare at all. */
export function flexDifferences(
  declared: Declared,
  live: TwilioAnswer,
): { declares: string[]; differences: Difference[] } {
  const values = [...recordingValues(declared), ...declared.attachments.flatMap(attachmentValues)];
  const differences = values.flatMap(({ read, ...value }) => {
    const found = read(live);
    return isSame(found, value.declared) ? [] : [{ ...value, live: found }];
  });
  return { declares: [...new Set(values.map(({ about }) => about))], differences };
}

interface Value extends Omit<Difference, "live"> {
  /** What it belongs to, for people. */
  about: string;
  read(live: TwilioAnswer): unknown;
}

function recordingValues({ recording, recordingCallback }: Declared): Value[] {
  if (recording === undefined) return [];
  const about = `native recording ${recording.mechanism === "native" ? "on" : "off"}`;
  const enabled = (key: string, says: unknown, declared: boolean): Value => ({
    about,
    key: `flex-media:recording.${key}`,
    says,
    property: "call_recording_enabled",
    declared,
    // Twilio leaves out, or shows as null, what nobody has switched.
    read: (live) => live.call_recording_enabled === true,
  });
  if (recording.mechanism !== "native") return recording.turnOffNative ? [enabled("turnOffNative", true, false)] : [];
  const property = "call_recording_webhook_url";
  const callback: Value = {
    about,
    key: "flex-media:recording.callbackUrl",
    property,
    declared: recordingCallback,
    read: (live) => live[property] ?? "",
  };
  return [enabled("mechanism", "native", true), ...(recordingCallback === "" ? [] : [callback])];
}

function attachmentValues({ channel, ...limits }: ChannelAttachments): Value[] {
  const declared = [
    ["enabled", "enabled", limits.enabled],
    ["files", "number_of_attachments", limits.files],
    ["fileSize", "max_file_size", limits.fileBytes],
    ["totalSize", "max_total_file_size", limits.totalBytes],
    ["extensions", "accepted_extensions", limits.extensions],
  ] as const;
  return declared.flatMap(([key, property, value]) => {
    if (value === undefined) return [];
    return [
      {
        about: `${channel} attachments`,
        key: `flex-media:attachments.${channel}.${key}`,
        property,
        declared: value,
        read: (live: TwilioAnswer) => limitsOf(live, channel)?.[property],
      },
    ];
  });
}

function limitsOf({ channel_configs: configs }: TwilioAnswer, channel: string): Record<string, unknown> | undefined {
  const entries = Array.isArray(configs) ? configs : [];
  return entries.find(({ address_type: type }) => type === channel)?.cbm_attachments;
}

/** The order of file extensions says nothing. */
function isSame(live: unknown, declared: unknown): boolean {
  if (!Array.isArray(live) || !Array.isArray(declared)) return live === declared;
  return JSON.stringify([...live].sort()) === JSON.stringify([...declared].sort());
}

/** `flex-media:attachments.web.files: is 2, and number_of_attachments is 5 at Twilio` */
export function differenceText({ key, says, property, declared, live }: Difference): string {
  return `${key}: is ${JSON.stringify(says ?? declared)}, and ${property} is ${shown(live)} at Twilio`;
}

function shown(value: unknown): string {
  return value === undefined || value === null || value === "" ? "not set" : JSON.stringify(value);
}

export async function liveFlexConfiguration({ twilio }: Pick<Subject, "twilio">, signal: AbortSignal) {
  return await twilio.request({ product: "flexApi", method: "GET", path: "/v1/Configuration" }, signal);
}

export function* flexTrials(subject: Subject): Generator<Trial> {
  yield {
    name: "Flex Configuration",
    async run(signal) {
      const live = await liveFlexConfiguration(subject, signal);
      const { declares, differences } = flexDifferences({ ...subject.settings, ...subject }, live);
      if (differences.length > 0) {
        return failed(
          `${differences.map(differenceText).join("; ")}; \`npm run pulumi -- up --refresh\` puts it right`,
        );
      }
      if (declares.length === 0) return skipped("the settings declare nothing of it");
      return passed(`${declares.join(", ")} as declared`);
    },
  };
}
