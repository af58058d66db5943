import { GetPublicAccessBlockCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { errorName } from "../../functions/lambda/error-name.ts";
import { askAsStranger } from "./stranger.ts";
import type { Subject } from "./subject.ts";
import { type Finding, failed, passed, skipped, type Trial, warned } from "./trial.ts";

/** That nobody reads or lists the bucket who has no credentials: only an object that is there can prove it. */
export function* bucketTrials(subject: Subject): Generator<Trial> {
  yield { name: "bucket: anonymous list", run: (signal) => refused(subject, "?list-type=2", "list", signal) };
  yield {
    name: "bucket: anonymous read",
    async run(signal) {
      const nothing = await refused(subject, `${subject.outputs.recordingsPrefix}nothing`, "read", signal);
      const key = await anyRecording(subject, signal);
      const recording = key === undefined ? undefined : await refused(subject, inPath(key), "read", signal);
      if (recording !== undefined && recording.outcome !== "passed") return recording;
      if (nothing.outcome !== "passed") return nothing;
      return recording ?? skipped("there is no recording in the bucket to try it with; run it again after a call");
    },
  };
}

function inPath(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/");
}

async function refused(subject: Subject, path: string, what: "list" | "read", signal: AbortSignal): Promise<Finding> {
  const { status } = await askAsStranger(subject, "the bucket", `${subject.bucketUrl}${path}`, {}, signal);
  if (status === 403) return passed("refused with 403");
  if (status === 400 && what === "read") return await closedFinding(subject, signal);
  if (status < 300) {
    const open = what === "list" ? "the bucket tells everybody what is in it" : "a recording can be read by everybody";
    return failed(`${open}; ${close}`);
  }
  if (status === 404) {
    return what === "list"
      ? failed("there is no such bucket (404); `npm run pulumi -- up --refresh`")
      : failed("answers 404 instead of 403, so that everybody learns what is there; turn its public access block on");
  }
  return failed(`answers ${status} instead of 403; look whether aws:region is the bucket's`);
}

const close = "turn its public access block on in the S3 console at once, then `npm run pulumi -- up --refresh`";

/**
 * S3 answers 400 to who has no signature and asks for what a KMS key encrypts. Nobody reads it so, and yet it says nothing
 * of who else may: that the bucket is closed then shows in its public access block. Needs `s3:GetBucketPublicAccessBlock`.
 * https://repost.aws/knowledge-center/s3-kms-signature-version-error
 */
async function closedFinding({ s3, outputs }: Subject, signal: AbortSignal): Promise<Finding> {
  const kept = "is kept back for its KMS key alone (400)";
  const command = new GetPublicAccessBlockCommand({ Bucket: outputs.bucketName });
  const asked = await s3.send(command, { abortSignal: signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    return errorName(error);
  });
  if (typeof asked === "string" && asked !== "NoSuchPublicAccessBlockConfiguration") {
    return warned(
      `${kept}, and whether public access is blocked can't be asked (${asked}); allow s3:GetBucketPublicAccessBlock`,
    );
  }
  const block = typeof asked === "string" ? undefined : asked.PublicAccessBlockConfiguration;
  const isClosed = [
    block?.BlockPublicAcls,
    block?.IgnorePublicAcls,
    block?.BlockPublicPolicy,
    block?.RestrictPublicBuckets,
  ].every((one) => one === true);
  return isClosed
    ? passed(`${kept}, and public access is blocked`)
    : failed(`${kept}, and public access is not blocked; ${close}`);
}

/** Needs `s3:ListBucket`, as nobody else can tell what is there. */
async function anyRecording({ s3, outputs }: Subject, signal: AbortSignal): Promise<string | undefined> {
  const { bucketName: Bucket, recordingsPrefix, accountSid } = outputs;
  const command = new ListObjectsV2Command({ Bucket, Prefix: `${recordingsPrefix}${accountSid}/`, MaxKeys: 1 });
  const { Contents = [] } = await s3.send(command, { abortSignal: signal });
  return Contents[0]?.Key;
}
