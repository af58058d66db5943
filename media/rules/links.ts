import { hasLiquid, isLiquid, liquidPieces } from "../liquid.ts";
import { entryRule, isType, listRule, type WireEntry } from "./rule.ts";

const urlNames = ["url", "url_provider"];

/** What is known of a URL: all of a plain one, of Liquid what stands before its first output. */
function knownUrl(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return isLiquid(value) ? liquidPieces(value.liquid)[0] : undefined;
}

/** The host of a URL, as far as it is known whole. */
function hostOf(value: unknown): string | undefined {
  return /^https?:\/\/(?:[^/?#@]*@)?([^/?#:@]+)[:/?#]/i.exec(`${knownUrl(value)}${isLiquid(value) ? "" : "/"}`)?.[1];
}

function isTwilio(value: unknown): boolean {
  return /(^|\.)twilio\.com$/i.test(hostOf(value) ?? "");
}

export const https = entryRule({
  name: "https",
  severity: "error",
  holds: "Every URL is absolute and https.",
  *check(entry) {
    for (const name of urlNames) {
      const value = entry[name];
      if (isLiquid(value) && value.renders !== "url") {
        yield { path: [name], reason: `is Liquid that renders to ${value.renders}; give Liquid that renders to a url` };
        continue;
      }
      const known = knownUrl(value);
      const isRight = isLiquid(value)
        ? "https://".startsWith((known ?? "").slice(0, 8).toLowerCase())
        : isHttpsUrl(known);
      // Text that is still to be rendered has a rule of its own.
      if (known === undefined || isRight || (typeof value === "string" && hasLiquid(value))) continue;
      yield { path: [name], reason: "is no https URL; give one that begins with https:// and a host" };
    }
  },
});

function isHttpsUrl(text: string | undefined): boolean {
  return text !== undefined && /^https:\/\/[^/?#]/i.test(text) && !/\s/.test(text) && URL.canParse(text);
}

export const carriesAccess = entryRule({
  name: "carries-access",
  severity: "error",
  holds: "No URL carries a password, a token or a signature.",
  *check(entry) {
    for (const name of urlNames) {
      const known = knownUrl(entry[name]) ?? "";
      const hasPassword = /^[a-z]+:\/\/[^/?#]*@/i.test(known);
      const hasKey = /[?&](x-amz-signature|signature|sig|token|access_token|api_?key|password)=/i.test(known);
      if (!hasPassword && !hasKey) continue;
      const reason = "lets in everyone who reads the Task; give a URL that asks for its own log-in, or a url_provider";
      yield { path: [name], reason };
    }
  },
});

export const unauthenticated = entryRule({
  name: "unauthenticated",
  severity: "warning",
  holds:
    "What may hold health information isn't fetched without authentication: only url_provider and Twilio's URLs are.",
  *check(entry, { mayHoldPhi = true }) {
    if (!mayHoldPhi || entry.url === undefined || isTwilio(entry.url)) return;
    if (isType(entry, "VoiceRecording")) {
      const reason = "has to be readable by everyone before it can be played; give url_provider instead";
      yield { path: ["url"], reason };
    } else if (isType(entry, "Raw", "Embedded", "Referenced")) {
      const reason = "is opened without authentication by Flex Insights; see to it that the page asks for a log-in";
      yield { path: ["url"], reason };
    }
  },
});

/** Kinds of files that browsers download instead of showing them in an iframe. */
const downloaded = [
  "csv",
  "doc",
  "docx",
  "eml",
  "gz",
  "heic",
  "msg",
  "odt",
  "ppt",
  "pptx",
  "rtf",
  "tif",
  "tiff",
  "xls",
];
const download = new RegExp(`\\.(?:${[...downloaded, "xlsx", "zip"].join("|")})(?:[?#]|$)`, "i");

export const embeddedFile = entryRule({
  name: "embedded-file",
  severity: "warning",
  holds: "An Embedded link leads to what a browser shows in an iframe: a page, a PDF, an image, audio or video.",
  *check(entry) {
    if (!isType(entry, "Embedded") || typeof entry.url !== "string" || !download.test(entry.url)) return;
    yield {
      path: ["url"],
      reason: "is a file that browsers download instead of showing it; make it a Referenced link",
    };
  },
});

export const embeddedTwilio = entryRule({
  name: "embedded-twilio",
  severity: "warning",
  holds: "An Embedded link doesn't lead to Twilio, which asks for a log-in that an iframe doesn't have.",
  *check(entry) {
    if (!isType(entry, "Embedded") || !isTwilio(entry.url)) return;
    const remedy = "give a VoiceRecording or a ChatTranscript, or make it a Referenced link";
    yield { path: ["url"], reason: `leads to Twilio, which an iframe doesn't log in to; ${remedy}` };
  },
});

export const title = entryRule({
  name: "title",
  severity: "warning",
  holds: "A link has a title, which is what people read in Flex Insights.",
  *check(entry) {
    if (!isType(entry, "Raw", "Embedded", "Referenced") || (entry.title ?? "") !== "") return;
    yield { path: ["title"], reason: "is missing; say what people are to read in Flex Insights" };
  },
});

export const unrendered = entryRule({
  name: "unrendered",
  severity: "error",
  holds: "Plain text holds no Liquid: nothing renders it.",
  *check(entry) {
    for (const name of ["title", "sid", "start_time", ...urlNames]) {
      const value = entry[name];
      if (typeof value !== "string" || !hasLiquid(value)) continue;
      yield { path: [name], reason: "holds Liquid as plain text; wrap it in liquid(…), or give what it renders to" };
    }
  },
});

export const rawFirst = listRule({
  name: "raw-first",
  severity: "error",
  holds: "A Raw link doesn't come first before others: the Conversation Screen would not open, and they would be lost.",
  *check(media) {
    const [first, ...others] = media;
    if (first === undefined || !isType(first, "Raw") || others.length === 0) return;
    const reason = "is a Raw link, which keeps the others from being shown; move it behind them";
    yield { path: [0], reason };
  },
});

export const twice = listRule({
  name: "twice",
  severity: "warning",
  holds: "Nothing is listed twice.",
  *check(media) {
    const seen = new Map<string, number>();
    for (const [index, entry] of media.entries()) {
      const target = targetOf(entry);
      if (target === undefined) continue;
      const first = seen.get(target);
      if (first === undefined) seen.set(target, index);
      else yield { path: [index], reason: `leads where [${first}] leads; remove one of the two` };
    }
  },
});

function targetOf(entry: WireEntry): string | undefined {
  const target = entry.url_provider ?? entry.url ?? entry.sid;
  return isLiquid(target) ? target.liquid : typeof target === "string" ? target : undefined;
}

export const linkRules = [
  https,
  carriesAccess,
  unauthenticated,
  embeddedFile,
  embeddedTwilio,
  title,
  unrendered,
  rawFirst,
  twice,
];
