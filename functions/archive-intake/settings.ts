import { queueUrl } from "../archive-queue/queue-url.ts";
import {
  accountSid,
  bucketName,
  type Environment,
  flag,
  keyPrefix,
  optional,
  secretArn,
  serviceUrl,
  settingsFrom,
} from "../lambda/environment.ts";

/** The intake's settings, from the environment. */
export type Settings = Extract<ReturnType<typeof readSettings>, { settings: unknown }>["settings"];

export function readSettings(environment: Environment) {
  return settingsFrom(environment, (read) => ({
    accountSid: read("TWILIO_ACCOUNT_SID", accountSid),
    /** The secret that has the auth token, which Twilio signs with. */
    secretArn: read("TWILIO_AUTH_TOKEN_SECRET_ARN", secretArn),
    /** What stands in front of the function URL, such as a domain of one's own; null: nothing. */
    publicBaseUrl: read("PUBLIC_BASE_URL", optional(serviceUrl), ""),
    queueUrl: read("QUEUE_URL", queueUrl),
    bucket: read("RECORDINGS_BUCKET", bucketName),
    /** Empty, or ends with a slash. */
    prefix: read("RECORDINGS_PREFIX", keyPrefix, "recordings/"),
    /** The bucket's name in the path rather than in the host, which is what an S3 emulator needs. */
    forcePathStyle: read("S3_FORCE_PATH_STYLE", flag, "false"),
  }));
}
