import { S3Client } from "@aws-sdk/client-s3";
import { inTurns } from "../../../functions/archive-store/batch.ts";
import { createHandler } from "../../../functions/archive-store/handler.ts";
import { recordingsS3 } from "../../../functions/archive-store/s3-client.ts";
import { plainPipe } from "./plain-pipe.ts";
import { type BenchRecording, recordings } from "./recordings.ts";

/**
 * One way to store recordings, in a process of its own that is warm. Stores what its parent sends, in batches as the
 * queue hands them out, and tells what that took.
 */
export type Side = "ours" | "plain" | "no-digest";

export interface Taken {
  seconds: number;
  /** Of this process, all of its threads together. */
  cpuSeconds: number;
  /** Resident memory before, and the most meanwhile, in bytes. */
  base: number;
  peak: number;
}

/** Often enough for a long recording, and seldom enough to take no time itself. */
const sampleMilliseconds = 20;
const batchSize = 10;
/** The function's own default. */
const atOnce = 2;

const [side = "", twilioUrl = "", s3Url = ""] = process.argv.slice(2);
const accountSid = `AC${"0".repeat(32)}`;
const Bucket = "call-recordings";
const s3Config = {
  region: "us-east-1",
  endpoint: s3Url,
  forcePathStyle: true,
  credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
};

type Store = (batch: readonly BenchRecording[]) => Promise<void>;

function ours(): Store {
  const handler = createHandler({
    environment: {
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_SECRET_ARN: "arn:aws:secretsmanager:us-east-1:000000000000:secret:bench",
      TWILIO_API_URL: twilioUrl,
      RECORDINGS_BUCKET: Bucket,
      CONCURRENCY: String(atOnce),
    },
    fetch,
    s3: () => recordingsS3(s3Config),
    sqs: () => ({ send: async () => ({}) }),
    secretsManager: () => ({
      send: async () => ({ SecretString: JSON.stringify({ username: accountSid, password: "bench" }) }),
    }),
    now: Date.now,
    random: Math.random,
    log: () => {},
  });
  return async (batch) => {
    const Records = batch.map(({ sid, durationSeconds }) => ({
      messageId: sid,
      body: JSON.stringify({ accountSid, recordingSid: sid, channels: 2, durationSeconds }),
    }));
    const { batchItemFailures } = await handler({ Records });
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} were not stored.`);
  };
}

function plain(s3: S3Client): Store {
  const authorization = `Basic ${Buffer.from(`${accountSid}:bench`).toString("base64")}`;
  return (batch) =>
    inTurns(batch, atOnce, async ({ sid }) => {
      const url = `${twilioUrl}/2010-04-01/Accounts/${accountSid}/Recordings/${sid}.wav?RequestedChannels=2`;
      await plainPipe(url, authorization, s3, { Bucket, Key: `recordings/${accountSid}/${sid}.wav` });
    });
}

/** Has the SDK take no digest of what it sends, neither for S3 to check nor for the signature. */
function withoutDigests(): S3Client {
  const client = new S3Client({ ...s3Config, requestChecksumCalculation: "WHEN_REQUIRED" });
  client.middlewareStack.add(
    (next) => async (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
      return next(args);
    },
    { step: "build", name: "signNoPayload" },
  );
  return client;
}

const sides: Record<Side, () => Store> = {
  ours,
  plain: () => plain(new S3Client(s3Config)),
  "no-digest": () => plain(withoutDigests()),
};
const store = sides[side as Side]();

async function storeAll(all: readonly BenchRecording[]): Promise<void> {
  for (let at = 0; at < all.length; at += batchSize) await store(all.slice(at, at + batchSize));
}

async function measured(work: () => Promise<void>): Promise<Taken> {
  const base = process.memoryUsage.rss();
  let peak = base;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, sampleMilliseconds);
  const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()];
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  clearInterval(watch);
  return { seconds, cpuSeconds: (user + system) / 1e6, base, peak };
}

process.on("message", async (all: BenchRecording[]) => {
  process.send?.(await measured(() => storeAll(all)));
});
process.on("disconnect", () => process.exit());
// Opens connections and has the code compiled.
await storeAll(recordings(20, 1));
process.send?.("warm");
