import { z } from "zod";
import { pruneFaults } from "./prune-rules.ts";
import { valueIn } from "./unchecked.ts";
import { alarmTopicArn, logRetentionDays, tracing } from "./watching.ts";

/** `flex-media:archive` */
export const archive = z
  .strictObject({
    enabled: z.boolean().default(true).describe("Whether there is an archive."),
    lookUpWorkers: z
      .boolean()
      .default(true)
      .describe("Whether who took a call is looked up and noted, so that playback can let agents hear their own."),
    concurrency: z
      .int()
      .min(2)
      .max(1000)
      .default(10)
      .describe("Calls of the store at once, each of which stores two recordings; what comes on top waits."),
    attempts: z
      .int()
      .min(1)
      .max(1000)
      .default(50)
      .describe("How often a recording is tried, over a day or so, before it goes to the dead letters."),
    reservedConcurrency: z
      .int()
      .min(0)
      .max(1000)
      .default(50)
      .describe("Callbacks at once, kept for the intake and its most; 0: as many as the account has left."),
    logRetentionDays: logRetentionDays.describe("How many days the logs are kept that say what became of recordings."),
    tracing,
    alarmAgeMinutes: z
      .int()
      .min(5)
      .max(10_080)
      .default(60)
      .describe("How long a recording may wait before that is worth an alarm, in minutes."),
    alarmTopicArn,
    deleteAtTwilioAfterDays: z
      .int()
      .min(1)
      .max(3650)
      .optional()
      .describe(
        "Deletes a recording at Twilio when it is so many days old, and only where the bucket's copy, read whole, is right. " +
          "What is deleted at Twilio can't be brought back there. Left out, all stay at Twilio.",
      ),
  })
  .optional()
  .describe("Brings every recording that Twilio reports into the bucket. Left out, nothing does.");

export type Archive = NonNullable<z.output<typeof archive>>;

interface Fault {
  path: string[];
  reason: string;
}

/** What contradicts itself between the archive and other settings, which may be wrong by themselves. */
export function* archiveFaults(settings: Readonly<Record<string, unknown>>): Generator<Fault> {
  const { archive, recording } = settings;
  if (!isOn(archive)) return;
  yield* pruneFaults(settings);
  if (valueIn(recording, "callbackUrl") === undefined) return;
  const reason =
    "stands beside archive, but Twilio reports a recording to one receiver only; leave it out, so that the archive " +
    "gets the report, or set archive.enabled: false and hand callbacks on to a receiver of your own";
  yield { path: ["recording", "callbackUrl"], reason };
}

function isOn(archive: unknown): boolean {
  return typeof archive === "object" && archive !== null && !("enabled" in archive && archive.enabled === false);
}
