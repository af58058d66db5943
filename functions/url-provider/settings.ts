import { type KeyLayout, keyLayouts } from "../../media/recording-key.ts";
import { type AccountSid, isAccountSid } from "../../media/sid.ts";
import { defaultAllowedRoles, isRolePattern, type RolePattern } from "./authorisation.ts";
import { isLoopback } from "./loopback.ts";

export interface Settings {
  accountSid: AccountSid;
  secretArn: string;
  /** Where the function runs, and its bucket and secret are. */
  region: string;
  /** Twilio's identity service, without a slash at the end. */
  iamUrl: string;
  bucket: string;
  /** Empty, or ends with a slash. */
  prefix: string;
  keyLayout: KeyLayout;
  allowedRoles: readonly RolePattern[];
  /** Agents may hear the recordings that they speak in. */
  agentsHearOwn: boolean;
  /** Exact origins of the pages that players are on. */
  origins: readonly string[];
  /** How long Twilio's word on a valid token is remembered; 0: not at all. */
  tokenMemorySeconds: number;
  /** How long a media URL is good for. */
  mediaUrlSeconds: number;
  /** The bucket's name in the path rather than in the host, which is what an S3 emulator needs. */
  forcePathStyle: boolean;
}

/** Settings, or every variable that is wrong, by name and remedy and never with its value. */
export type SettingsResult = { settings: Settings } | { problems: string[] };

type Environment = Readonly<Record<string, string | undefined>>;

export function readSettings(environment: Environment): SettingsResult {
  const problems: string[] = [];
  const read = <T>(
    name: string,
    fallback: string | undefined,
    parse: (text: string) => T | undefined,
    wanted: string,
  ) => {
    const text = environment[name] ?? fallback;
    const value = text === undefined ? undefined : parse(text);
    if (value === undefined)
      problems.push(`${name}: ${text === undefined ? "is missing" : "is wrong"}; set it to ${wanted}`);
    return value;
  };

  const accountSid = read(
    "TWILIO_ACCOUNT_SID",
    undefined,
    (text) => (isAccountSid(text) ? text : undefined),
    "AC and 32 hexadecimal digits",
  );
  const secretArn = read(
    "TWILIO_SECRET_ARN",
    undefined,
    like(/^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:\S+$/),
    "the ARN of a Secrets Manager secret",
  );
  const region = read("AWS_REGION", undefined, like(/^[a-z]{2}(-[a-z]+)+-\d+$/), "an AWS region, as Lambda does");
  const iamUrl = read(
    "TWILIO_IAM_URL",
    "https://iam.twilio.com",
    serviceUrl,
    "an https URL (http for a loopback host only)",
  );
  const bucket = read("RECORDINGS_BUCKET", undefined, like(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/), "a bucket name");
  const prefix = read(
    "RECORDINGS_PREFIX",
    "recordings/",
    like(/^(?:(?!\.{1,2}\/)[A-Za-z0-9!_.*'()-]+\/)*$/),
    "nothing or a key prefix that ends with a slash",
  );
  const allowedRoles = read(
    "ALLOWED_ROLES",
    defaultAllowedRoles.join(","),
    rolePatterns,
    "role names with commas between, each exact or a family such as wfo.*",
  );
  const keyLayout = read("KEY_LAYOUT", "flex-media", layout, keyLayouts.join(" or "));
  const agentsHearOwn = read("AGENTS_HEAR_OWN", "false", flag, "true or false");
  const tokenMemorySeconds = read("TOKEN_MEMORY_SECONDS", "60", seconds(0, 60), "a whole number from 0 to 60");
  const mediaUrlSeconds = read("MEDIA_URL_SECONDS", "900", seconds(60, 3600), "a whole number from 60 to 3600");
  const forcePathStyle = read("S3_FORCE_PATH_STYLE", "false", flag, "true or false");

  const origins = read(
    "PLAYER_ORIGINS",
    "https://flex.twilio.com",
    exactOrigins,
    "exact origins with commas between, such as https://flex.twilio.com",
  );

  const settings = { accountSid, secretArn, region, iamUrl, bucket, prefix, keyLayout, allowedRoles, agentsHearOwn };
  const all = { ...settings, origins, tokenMemorySeconds, mediaUrlSeconds, forcePathStyle };
  return isWhole(all) ? { settings: all } : { problems };
}

function isWhole(settings: { [K in keyof Settings]: Settings[K] | undefined }): settings is Settings {
  return Object.values(settings).every((value) => value !== undefined);
}

const like = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : undefined);

const flag = (text: string) => (text === "true" ? true : text === "false" ? false : undefined);

const layout = (text: string) => keyLayouts.find((name) => name === text);

const seconds = (least: number, most: number) => (text: string) => {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
};

function rolePatterns(text: string): readonly RolePattern[] | undefined {
  const patterns = text.split(",").map((part) => part.trim());
  return patterns.every(isRolePattern) ? patterns : undefined;
}

function exactOrigins(text: string): readonly string[] | undefined {
  const origins = text.split(",").map((part) => part.trim());
  const isOrigin = (origin: string) =>
    /^https?:\/\/[^*]+$/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
  return origins.every(isOrigin) ? origins : undefined;
}

/** Tokens and credentials go to this URL, so it is in the clear on the machine itself only. */
function serviceUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username || url.password || url.search || url.hash) return undefined;
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) return undefined;
  return url.href.replace(/\/+$/, "");
}
