import { isSid } from "../archive-queue/message.ts";
import { queueUrl } from "../archive-queue/queue-url.ts";
import {
  accountSid,
  bucketName,
  type Environment,
  flag,
  keyLayout,
  keyPrefix,
  optional,
  type ReadVariable,
  secretArn,
  serviceUrl,
  settingsFrom,
  wholeNumber,
} from "../lambda/environment.ts";

const workspaceSid = {
  parse: (text: string) => (isSid("WS", text) ? text : undefined),
  wanted: "Flex's TaskRouter workspace, WS and 32 hexadecimal digits",
};

/** What everything needs that compares Twilio's recordings with the bucket's. */
export function readArchiveSettings(read: ReadVariable) {
  return {
    accountSid: read("TWILIO_ACCOUNT_SID", accountSid),
    secretArn: read("TWILIO_SECRET_ARN", secretArn),
    apiUrl: read("TWILIO_API_URL", serviceUrl, "https://api.twilio.com"),
    bucket: read("RECORDINGS_BUCKET", bucketName),
    /** Empty, or ends with a slash. */
    prefix: read("RECORDINGS_PREFIX", keyPrefix, "recordings/"),
    keyLayout: read("KEY_LAYOUT", keyLayout, "flex-media"),
    /** The bucket's name in the path rather than in the host, which is what an S3 emulator needs. */
    forcePathStyle: read("S3_FORCE_PATH_STYLE", flag, "false"),
  };
}

export type ArchiveSettings = ReturnType<typeof readArchiveSettings>;

export function readSettings(environment: Environment) {
  return settingsFrom(environment, (read) => ({
    ...readArchiveSettings(read),
    taskRouterUrl: read("TWILIO_TASKROUTER_URL", serviceUrl, "https://taskrouter.twilio.com"),
    /** Where the workers of a call are looked up; null: nowhere. */
    workspaceSid: read("TASKROUTER_WORKSPACE_SID", optional(workspaceSid), ""),
    /** The queue that messages come from, so that failed ones can be asked for sooner or later than it says; null: as it says. */
    queueUrl: read("QUEUE_URL", optional(queueUrl), ""),
    /** Where messages go at once that no further try helps; null: they are tried as the others are. */
    deadLetterQueueUrl: read("DEAD_LETTER_QUEUE_URL", optional(queueUrl), ""),
    /** How many recordings of a batch are stored at the same time; each takes up to 24 MiB of memory. */
    concurrency: read("CONCURRENCY", wholeNumber(1, 10), "2"),
  }));
}

/** The store's settings, from the environment. */
export type Settings = Extract<ReturnType<typeof readSettings>, { settings: unknown }>["settings"];
