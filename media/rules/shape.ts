import { type MediaType, mediaTypes } from "../entry.ts";
import { isLiquid, rendersNumber } from "../liquid.ts";
import { millisecondsOf } from "../time.ts";
import { wireNames } from "../wire.ts";
import { entryRule, isType, type WireEntry } from "./rule.ts";

/** Twilio's properties by type; the first one, or one of the first, must be there. */
const properties: Readonly<Record<MediaType, { required: readonly string[]; optional: readonly string[] }>> = {
  Raw: { required: ["url"], optional: ["title"] },
  Embedded: { required: ["url"], optional: ["title"] },
  Referenced: { required: ["url"], optional: ["title"] },
  VoiceRecording: { required: ["url", "url_provider"], optional: ["title", "start_time", "channels"] },
  ChatTranscript: { required: ["sid"], optional: ["title"] },
};

function propertiesOf(entry: WireEntry) {
  return mediaTypes.some((type) => type === entry.type) ? properties[entry.type as MediaType] : undefined;
}

function isPresent(entry: WireEntry, name: string): boolean {
  return entry[name] !== undefined && entry[name] !== null;
}

export const type = entryRule({
  name: "type",
  severity: "error",
  shape: true,
  holds: `An entry's type is one of ${mediaTypes.join(", ")}.`,
  *check(entry) {
    if (propertiesOf(entry) !== undefined) return;
    const what = entry.type === undefined ? "is missing" : "is none that Flex Insights knows";
    yield { path: ["type"], reason: `${what}; give ${mediaTypes.join(", ")}` };
  },
});

export const property = entryRule({
  name: "property",
  severity: "error",
  shape: true,
  holds: "An entry has the properties of its type only, by Twilio's names.",
  *check(entry) {
    const known = propertiesOf(entry);
    if (known === undefined) return;
    const names = ["type", ...known.required, ...known.optional];
    for (const name of Object.keys(entry)) {
      // It has a rule of its own.
      if (names.includes(name) || name === "url_provider") continue;
      const meant = Object.hasOwn(wireNames, name) ? (wireNames[name] ?? name) : name.toLowerCase();
      const remedy = meant !== name && names.includes(meant) ? `write ${meant}` : `remove it, or give ${orOf(names)}`;
      yield { path: [name], reason: `is no property of ${entry.type}; ${remedy}` };
    }
  },
});

export const required = entryRule({
  name: "required",
  severity: "error",
  shape: true,
  holds: "A link has a url, a VoiceRecording a url or a url_provider, a ChatTranscript a sid.",
  *check(entry) {
    const names = propertiesOf(entry)?.required ?? [];
    if (names.length === 0 || names.some((name) => isPresent(entry, name))) return;
    yield { path: [names[0] ?? ""], reason: `is missing; give ${orOf(names)}` };
  },
});

export const text = entryRule({
  name: "text",
  severity: "error",
  shape: true,
  holds: "Title, url, url_provider and sid are text.",
  *check(entry) {
    for (const name of ["title", "url", "url_provider", "sid"]) {
      const value = entry[name];
      if (!isPresent(entry, name) || typeof value === "string") continue;
      if (isLiquid(value) && !rendersNumber(value.renders)) continue;
      yield { path: [name], reason: "is no text; quote it" };
    }
  },
});

export const urlProviderType = entryRule({
  name: "url-provider-type",
  severity: "error",
  shape: true,
  holds: "Only a VoiceRecording has a url_provider.",
  *check(entry) {
    if (propertiesOf(entry) === undefined || isType(entry, "VoiceRecording") || !("url_provider" in entry)) return;
    const remedy = isType(entry, "ChatTranscript") ? "remove it" : "give url, of a page that asks for its own log-in";
    yield { path: ["url_provider"], reason: `works for VoiceRecording only, not for ${entry.type}; ${remedy}` };
  },
});

export const urlOrProvider = entryRule({
  name: "url-or-provider",
  severity: "error",
  shape: true,
  holds: "A VoiceRecording has a url or a url_provider, not both.",
  *check(entry) {
    if (!isType(entry, "VoiceRecording") || !isPresent(entry, "url") || !isPresent(entry, "url_provider")) return;
    yield { path: ["url"], reason: "stands beside url_provider; remove one of the two" };
  },
});

export const startTimeForm = entryRule({
  name: "start-time-form",
  severity: "error",
  shape: true,
  holds: "start_time is a number of milliseconds, ISO 8601 with a zone, or RFC 2822.",
  *check(entry) {
    if (!isType(entry, "VoiceRecording") || !isPresent(entry, "start_time")) return;
    const { start_time } = entry;
    if (isLiquid(start_time)) {
      if (["milliseconds", "seconds", "time"].includes(start_time.renders)) return;
      const reason = `is Liquid that renders to ${start_time.renders}; give Liquid that renders to milliseconds`;
      yield { path: ["start_time"], reason };
    } else if (millisecondsOf(start_time) === undefined) {
      yield { path: ["start_time"], reason: "is no time; give milliseconds since 1970, such as 1574350320000" };
    }
  },
});

export const channelsForm = entryRule({
  name: "channels-form",
  severity: "error",
  shape: true,
  holds: "channels names customer and others, each once.",
  *check(entry) {
    if (!isType(entry, "VoiceRecording") || !isPresent(entry, "channels")) return;
    const { channels } = entry;
    const sorted = Array.isArray(channels) ? channels.toSorted() : [];
    if (sorted.length === 2 && sorted[0] === "customer" && sorted[1] === "others") return;
    const remedy = `give ["customer", "others"], or leave it out for a mono recording`;
    yield { path: ["channels"], reason: `doesn't name the two channels of a call; ${remedy}` };
  },
});

export const shapeRules = [type, property, required, text, urlProviderType, urlOrProvider, startTimeForm, channelsForm];

function orOf(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
