import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { largeRecordings, sinkBucket } from "./servers.ts";

export interface Measured {
  /** Resident memory before, and the most while the recording was stored, in bytes. */
  base: number;
  peak: number;
  seconds: number;
  /** Bytes that came in parts with a right checksum. */
  received: number;
}

/** What the store needs for one recording of this length, in a process of its own. */
export async function measure(mebibytes: number): Promise<Measured> {
  const twilio = await largeRecordings();
  const bucket = await sinkBucket();
  try {
    const child = join(import.meta.dirname, "child.ts");
    const { stdout } = await promisify(execFile)(process.execPath, [child, twilio.url, bucket.url, String(mebibytes)]);
    const key = bucket.completed.at(-1) ?? "";
    return { ...(JSON.parse(stdout) as Omit<Measured, "received">), received: bucket.received.get(key) ?? 0 };
  } finally {
    await Promise.all([twilio.close(), bucket.close()]);
  }
}

// By hand, for as many MiB as are named: node test/contract/archive-store/large/measure.ts 1024
if (import.meta.main) {
  const { base, peak, seconds, received } = await measure(Number(process.argv[2]));
  const mebibytes = (bytes: number) => Math.round(bytes / 1024 / 1024);
  process.stdout.write(
    `${mebibytes(received)} MiB in ${seconds.toFixed(1)} s: ${mebibytes(base)} MiB before, at most ${mebibytes(peak)} MiB, ` +
      `${mebibytes(peak - base)} MiB more\n`,
  );
}
