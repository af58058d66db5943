import { createHandler } from "../../../../functions/archive-store/handler.ts";
import { recordingsS3 } from "../../../../functions/archive-store/s3-client.ts";

/** Stores a recording of 1 MiB and then one of as many as asked for, and tells the memory that the second one took. */
const [twilioUrl = "", s3Url = "", mebibytes = ""] = process.argv.slice(2);
const accountSid = `AC${"0".repeat(32)}`;

const handler = createHandler({
  environment: {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_SECRET_ARN: "arn:aws:secretsmanager:us-east-1:000000000000:secret:twilio",
    TWILIO_API_URL: twilioUrl,
    RECORDINGS_BUCKET: "call-recordings",
  },
  fetch,
  s3: () =>
    recordingsS3({
      region: "us-east-1",
      endpoint: s3Url,
      forcePathStyle: true,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    }),
  sqs: () => ({ send: async () => ({}) }),
  secretsManager: () => ({
    send: async () => ({ SecretString: JSON.stringify({ username: accountSid, password: "none" }) }),
  }),
  now: Date.now,
  random: Math.random,
  log: (line) => process.stderr.write(`${line}\n`),
});

async function store(length: string) {
  const recordingSid = `RE${length.padStart(32, "0")}`;
  const Records = [{ messageId: "1", body: JSON.stringify({ accountSid, recordingSid, channels: 2 }) }];
  const { batchItemFailures } = await handler({ Records });
  if (batchItemFailures.length > 0) throw new Error("was not stored");
}

await store("1");
const base = process.memoryUsage.rss();
let peak = base;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 5);
const startedAt = performance.now();
await store(mebibytes);
clearInterval(watch);
process.stdout.write(JSON.stringify({ base, peak, seconds: (performance.now() - startedAt) / 1000 }));
