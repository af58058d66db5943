import {
  accountSid,
  bucketName,
  type Environment,
  flag,
  keyLayout,
  keyPrefix,
  like,
  optional,
  secretArn,
  serviceUrl,
  settingsFrom,
  wholeNumber,
} from "../lambda/environment.ts";
import { defaultAllowedRoles, isRolePattern, type RolePattern } from "./authorisation.ts";

const region = like(/^[a-z]{2}(-[a-z]+)+-\d+$/, "an AWS region, as Lambda does");

const endpoint = optional(serviceUrl);

const rolePatterns = {
  parse(text: string): readonly RolePattern[] | undefined {
    const patterns = text.split(",").map((part) => part.trim());
    return patterns.every(isRolePattern) ? patterns : undefined;
  },
  wanted: "role names with commas between, each exact or a family such as wfo.*",
};

const exactOrigins = {
  parse(text: string): readonly string[] | undefined {
    const origins = text.split(",").map((part) => part.trim());
    const isOrigin = (origin: string) =>
      /^https?:\/\/[^*]+$/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
    return origins.every(isOrigin) ? origins : undefined;
  },
  wanted: "exact origins with commas between, such as https://flex.twilio.com",
};

export function readSettings(environment: Environment) {
  return settingsFrom(environment, (read) => ({
    accountSid: read("TWILIO_ACCOUNT_SID", accountSid),
    secretArn: read("TWILIO_SECRET_ARN", secretArn),
    /** Where the function runs, and its bucket and secret are. */
    region: read("AWS_REGION", region),
    /** Twilio's identity service, without a slash at the end. */
    iamUrl: read("TWILIO_IAM_URL", serviceUrl, "https://iam.twilio.com"),
    bucket: read("RECORDINGS_BUCKET", bucketName),
    /** Empty, or ends with a slash. */
    prefix: read("RECORDINGS_PREFIX", keyPrefix, "recordings/"),
    keyLayout: read("KEY_LAYOUT", keyLayout, "flex-media"),
    allowedRoles: read("ALLOWED_ROLES", rolePatterns, defaultAllowedRoles.join(",")),
    /** Agents may hear the recordings that they speak in. */
    agentsHearOwn: read("AGENTS_HEAR_OWN", flag, "false"),
    /** Exact origins of the pages that players are on. */
    origins: read("PLAYER_ORIGINS", exactOrigins, "https://flex.twilio.com"),
    /** How long Twilio's word on a valid token is remembered; 0: not at all. */
    tokenMemorySeconds: read("TOKEN_MEMORY_SECONDS", wholeNumber(0, 60), "60"),
    /** How long a media URL is good for. */
    mediaUrlSeconds: read("MEDIA_URL_SECONDS", wholeNumber(60, 3600), "900"),
    /** Where AWS' services are, by AWS' own variables; null: at AWS. */
    endpoints: {
      secretsManager: read("AWS_ENDPOINT_URL_SECRETS_MANAGER", endpoint, ""),
      s3: read("AWS_ENDPOINT_URL_S3", endpoint, ""),
      others: read("AWS_ENDPOINT_URL", endpoint, ""),
    },
    /** The bucket's name in the path rather than in the host, which is what an S3 emulator needs. */
    forcePathStyle: read("S3_FORCE_PATH_STYLE", flag, "false"),
  }));
}

/** The function's settings, from the environment. */
export type Settings = Extract<ReturnType<typeof readSettings>, { settings: unknown }>["settings"];
