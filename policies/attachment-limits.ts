import { attachmentChannels, attachmentFindings, mostAttachments } from "../media/attachments.ts";
import { isWholeBetween } from "./judging/bounds.ts";
import { isObject } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { shown, type Violation } from "./judging/violation.ts";

/** What runs when somebody opens it, by the systems that agents work on. No team can allow these. */
export const executableExtensions: readonly string[] = [
  ...["exe", "com", "scr", "pif", "cpl", "msi", "msix", "msp", "appx", "appinstaller", "dll", "ocx", "sys", "drv"],
  ...["bat", "cmd", "ps1", "psm1", "psd1", "vbs", "vbe", "vb", "js", "jse", "mjs", "ws", "wsf", "wsc", "wsh", "hta"],
  ...["sh", "bash", "zsh", "csh", "ksh", "command", "py", "pyc", "pyw", "rb", "pl", "php", "jar", "class", "jnlp"],
  ...["app", "dmg", "pkg", "mpkg", "workflow", "scpt", "applescript", "deb", "rpm", "run", "bin", "elf", "appimage"],
  ...["apk", "ipa", "lnk", "url", "desktop", "reg", "inf", "gadget", "application", "chm", "msc", "hlp", "xll", "swf"],
  ...["docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppam", "ppsm", "sldm", "iso", "img", "vhd", "vhdx"],
  // A browser runs the scripts in these.
  ...["html", "htm", "xhtml", "shtml", "mht", "mhtml", "svg", "xml", "xsl"],
];

interface Config {
  mostFiles: number;
  mostFileBytes: number;
  mostTotalBytes: number;
  extensions: readonly string[];
}

/** Attachments of each channel: within Twilio's limits and the team's. */
export const attachmentLimits = resourcePolicy<Config>({
  name: "attachment-limits",
  description: "Attachments stay within Twilio's limits and the team's, and nothing that runs may be sent.",
  types: ["twilio:flex:Configuration"],
  config: {
    properties: {
      mostFiles: { type: "integer", minimum: 1, maximum: mostAttachments, default: mostAttachments },
      mostFileBytes: { type: "integer", minimum: 1, default: 20 * 1024 * 1024 },
      mostTotalBytes: { type: "integer", minimum: 1, default: 64 * 1024 * 1024 },
      extensions: {
        type: "array",
        items: { type: "string", pattern: "^[a-z0-9]+$" },
        minItems: 1,
        default: ["jpg", "jpeg", "png", "gif", "heic", "amr", "mp3", "oga", "mp4", "pdf", "txt"],
      },
    },
  },
  *judge({ props: { channelConfigs } }, config) {
    if (channelConfigs === undefined || channelConfigs === null) return;
    if (!Array.isArray(channelConfigs)) {
      yield {
        path: "channelConfigs",
        is: shown(channelConfigs),
        but: "it is a list of channels",
        remedy: "give a list",
      };
      return;
    }
    for (const [index, channel] of channelConfigs.entries()) {
      yield* channelViolations(`channelConfigs[${index}]`, channel, config);
    }
  },
});

function* channelViolations(at: string, given: unknown, config: Config): Generator<Violation> {
  const attachments = isObject(given) ? given.cbmAttachments : undefined;
  if (!isObject(given) || !isObject(attachments)) {
    const remedy = "give cbmAttachments with its limits, or leave the channel out";
    yield { path: at, is: shown(given), but: "a channel says what may be attached", remedy };
    return;
  }
  const path = `${at}.cbmAttachments`;
  const { addressType } = given;
  if (!attachmentChannels.some((name) => name === addressType)) {
    const remedy = `give one of ${attachmentChannels.join(", ")}`;
    yield { path: `${at}.addressType`, is: shown(addressType), but: "Twilio has no such channel", remedy };
  }
  // What is switched off lets nothing through, whatever its limits are.
  if (attachments.enabled === false) return;
  const { numberOfAttachments: files, maxFileSize: file, maxTotalFileSize: total } = attachments;
  yield* limitViolations(`${path}.numberOfAttachments`, files, config.mostFiles, "files");
  yield* limitViolations(`${path}.maxFileSize`, file, config.mostFileBytes, "bytes");
  yield* limitViolations(`${path}.maxTotalFileSize`, total, config.mostTotalBytes, "bytes");
  yield* extensionViolations(`${path}.acceptedExtensions`, attachments.acceptedExtensions, config.extensions);
  const sizes = { file: numberOf(file), total: numberOf(total) };
  for (const { about, reason } of attachmentFindings(String(addressType), sizes)) {
    const [wrong = "", remedy = ""] = reason.replace(/^is /, "").split("; ");
    const [is = "", but = "a file is part of what a message holds in all"] = wrong.split(", but ");
    const property = about === "file" ? "maxFileSize" : "maxTotalFileSize";
    yield { path: `${path}.${property}`, is, but, remedy };
  }
}

function* limitViolations(path: string, value: unknown, most: number, unit: string): Generator<Violation> {
  // What is left out is what the account has, which nothing here holds to the limit.
  if (isWholeBetween(value, 0, most)) return;
  yield { path, is: shown(value), but: `the team allows at most ${most} ${unit}`, remedy: "set it to that or less" };
}

function* extensionViolations(path: string, value: unknown, allowed: readonly string[]): Generator<Violation> {
  if (!Array.isArray(value)) {
    yield { path, is: shown(value), but: "only listed kinds of files may be sent", remedy: "list their extensions" };
    return;
  }
  for (const [index, extension] of value.entries()) {
    const plain = String(extension).toLowerCase().replace(/^\.+/, "").trim();
    const at = `${path}[${index}]`;
    if (executableExtensions.includes(plain)) {
      const but = "files that run when somebody opens them may never be sent";
      yield { path: at, is: shown(extension), but, remedy: "take it out" };
    } else if (!allowed.includes(plain)) {
      const remedy = "take it out, or add it to extensions of this policy's environment";
      yield { path: at, is: shown(extension), but: `the team allows ${allowed.join(", ")}`, remedy };
    }
  }
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
