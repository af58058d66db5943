import type { S3Client } from "@aws-sdk/client-s3";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { logLine } from "../archive-log/line.ts";
import { type ArchiveReach, placeOf, twilioOf } from "../archive-store/archive.ts";
import { firstPage, recordingPages } from "../archive-store/recording-pages.ts";
import { recordingUrl } from "../archive-store/recording-resource.ts";
import { findStored, verifyWhole } from "../archive-store/stored-recording.ts";
import { failureOf } from "../lambda/failure-of.ts";
import { deadline, type InvocationContext } from "../lambda/invocation.ts";
import { ServiceFailure } from "../lambda/service-failure.ts";
import { type PruneReport, pruneLine, reportLine } from "./audit.ts";
import { type PruneServices, prune } from "./prune.ts";
import { readSettings, type Settings } from "./settings.ts";

export type PruneHandler = (event: unknown, context?: InvocationContext) => Promise<PruneReport>;

/** What the function reaches outside of itself. */
export interface Surroundings {
  environment: Readonly<Record<string, string | undefined>>;
  fetch: typeof fetch;
  s3(settings: Settings): Pick<S3Client, "send">;
  secretsManager(): Pick<SecretsManagerClient, "send">;
  /** Milliseconds since 1970. */
  now(): number;
  /** Takes one line, without its end. */
  log(line: string): void;
}

const limit = { reserved: 5_000, longest: 890_000 };

/** The Lambda handler over given surroundings; does nothing where no number of days is set. */
export function createHandler(surroundings: Surroundings): PruneHandler {
  return async (_event, context = {}) => {
    const { now, log } = surroundings;
    const signal = deadline(context, limit);
    const report: PruneReport & { kept: Record<string, number> } = {
      message: "recordings deleted at Twilio",
      outcome: "done",
      deleted: 0,
      failed: 0,
      kept: {},
    };
    try {
      const settings = settingsOf(surroundings);
      if (settings.afterDays === 0) report.outcome = "off";
      else {
        for await (const pruned of prune(servicesOf(settings, surroundings), settings.afterDays, signal)) {
          if (pruned.outcome === "kept") report.kept[pruned.reason] = (report.kept[pruned.reason] ?? 0) + 1;
          else {
            report[pruned.outcome] += 1;
            log(logLine(pruneLine(pruned), context, now()));
          }
        }
      }
    } catch (error) {
      const { reason, detail } = failureOf(error, signal);
      // Running out of time is no failure: the next run goes on.
      if (reason !== "deadline_passed") Object.assign(report, { outcome: "failed", reason, detail });
    }
    log(logLine(reportLine(report), context, now()));
    return report;
  };
}

function settingsOf({ environment }: Surroundings): Settings {
  const read = readSettings(environment);
  if ("problems" in read) throw new ServiceFailure("misconfigured", read.problems.join(". "));
  return read.settings;
}

function servicesOf(settings: Settings, { fetch, s3, secretsManager, now }: Surroundings): PruneServices {
  const reach: ArchiveReach = { fetch, s3: s3(settings), secretsManager: secretsManager(), now };
  const request = twilioOf(settings, reach);
  const { apiUrl, accountSid } = settings;
  return {
    now,
    async *list(until, signal) {
      const first = firstPage(accountSid, { until });
      for await (const { recordings } of recordingPages(request, apiUrl, first, signal)) yield* recordings;
    },
    find: (recording, signal) => findStored(placeOf(settings, reach.s3, recording), signal),
    verify: (recording, stored, { durationSeconds }, signal) =>
      verifyWhole(placeOf(settings, reach.s3, recording), stored, { durationSeconds }, signal),
    async delete(recording, signal) {
      // One that is gone meanwhile is deleted as well.
      const answer = await request(`${recordingUrl(apiUrl, accountSid, recording)}.json`, [204, 404], signal, "DELETE");
      await answer.body?.cancel();
    },
  };
}
