import { type AccountSid, isAccountSid } from "../../media/sid.ts";
import { defaultAllowedRoles, isRolePattern, type RolePattern } from "./authorisation.ts";
import { isLoopback } from "./loopback.ts";

export interface Settings {
  accountSid: AccountSid;
  secretArn: string;
  /** Twilio's identity service, without a slash at the end. */
  iamUrl: string;
  bucket: string;
  /** Empty, or ends with a slash. */
  prefix: string;
  allowedRoles: readonly RolePattern[];
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
  const mediaUrlSeconds = read("MEDIA_URL_SECONDS", "900", seconds, "a whole number from 60 to 900");
  const forcePathStyle = read("S3_FORCE_PATH_STYLE", "false", flag, "true or false");

  if (accountSid === undefined || secretArn === undefined || iamUrl === undefined || bucket === undefined)
    return { problems };
  if (prefix === undefined || allowedRoles === undefined || mediaUrlSeconds === undefined) return { problems };
  if (forcePathStyle === undefined) return { problems };
  return { settings: { accountSid, secretArn, iamUrl, bucket, prefix, allowedRoles, mediaUrlSeconds, forcePathStyle } };
}

const like = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : undefined);

const flag = (text: string) => (text === "true" ? true : text === "false" ? false : undefined);

function seconds(text: string): number | undefined {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= 60 && value <= 900 ? value : undefined;
}

function rolePatterns(text: string): readonly RolePattern[] | undefined {
  const patterns = text.split(",").map((part) => part.trim());
  return patterns.every(isRolePattern) ? patterns : undefined;
}

/** Tokens and credentials go to this URL, so it is in the clear on the machine itself only. */
function serviceUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username || url.password || url.search || url.hash) return undefined;
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) return undefined;
  return url.href.replace(/\/+$/, "");
}
