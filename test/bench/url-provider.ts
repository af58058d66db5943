/** `npm run bench -- url-provider`: the function against the plain way to write it, side by side in this run. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { bundleFunction } from "../../infra/bundle.ts";
import { compare, row } from "./table.ts";
import { FunctionProcess } from "./url-provider/function-process.ts";
import { installedBytes } from "./url-provider/installed-size.ts";
import { type Services, startServices } from "./url-provider/services.ts";

const { values } = parseArgs({
  options: {
    starts: { type: "string", default: "15" },
    requests: { type: "string", default: "200" },
    /** What a call to Twilio over the internet takes, in milliseconds. */
    twilio: { type: "string", default: "100" },
    /** What a call to S3 or Secrets Manager within the region takes. */
    aws: { type: "string", default: "5" },
  },
});
const accountSid = `AC${"0".repeat(32)}`;
const plainFolder = join(import.meta.dirname, "url-provider/plain-function");

const folder = await mkdtemp(join(tmpdir(), "flex-media-bench-"));
const services = await startServices(accountSid);
try {
  const { fileName, code } = await bundleFunction("functions/url-provider/index.ts");
  const ours = join(folder, fileName);
  await writeFile(ours, code);
  const plain = join(plainFolder, "index.js");

  row("", "ours", "plain", "ratio");
  compare("code, kB", code.length / 1000, (await installedBytes(plainFolder)) / 1000);
  const bare = join(folder, "bare.mjs");
  await writeFile(bare, "export const handler = async () => ({ statusCode: 200 });");
  const starts = await inTurns(
    Number(values.starts),
    [ours, plain, bare].map((file) => () => coldStart(file)),
  );
  const [ourStart = Number.NaN, plainStart = Number.NaN, bareStart = Number.NaN] = starts;
  compare("cold, ms", ourStart, plainStart);
  // Node's own start is the same for both, and in Lambda part of the runtime.
  compare("cold beyond Node itself, ms", ourStart - bareStart, plainStart - bareStart);
  for (const added of [
    { twilio: 0, aws: 0 },
    { twilio: Number(values.twilio), aws: Number(values.aws) },
  ]) {
    Object.assign(services.latencies, added);
    const waits = `Twilio +${added.twilio}, AWS +${added.aws} ms`;
    const [ourWarm, plainWarm] = [await warm(ours), await warm(plain)];
    row(waits);
    compare("  known token, ms", ourWarm.known, plainWarm.known);
    compare("  unknown token, ms", ourWarm.unknown, plainWarm.unknown);
  }
  console.log(`zipped ${(gzipSync(code).length / 1000).toFixed(0)} kB; cold: ${values.starts} starts each, from the`);
  console.log(
    `process to the first answer; warm: ${values.requests} requests each; all medians, same services for both`,
  );
} finally {
  services.close();
  await rm(folder, { recursive: true, force: true });
}

/** From nothing to the first answer, without waiting for services, in milliseconds. */
async function coldStart(file: string): Promise<number> {
  Object.assign(services.latencies, { twilio: 0, aws: 0 });
  const startedAt = performance.now();
  const running = await FunctionProcess.start(file, environment(services));
  await running.invoke(event(0, "token"));
  const milliseconds = performance.now() - startedAt;
  await running.end();
  return milliseconds;
}

async function warm(file: string): Promise<{ known: number; unknown: number }> {
  const running = await FunctionProcess.start(file, environment(services));
  const requests = Array.from({ length: Number(values.requests) }, (_, index) => index);
  const times = async (tokenOf: (index: number) => string) => {
    // The first one opens connections.
    await running.invoke(event(0, tokenOf(0)));
    const taken: number[] = [];
    for (const index of requests) taken.push((await running.invoke(event(index, tokenOf(index)))).milliseconds);
    return median(taken);
  };
  try {
    return { known: await times(() => "known"), unknown: await times((index) => `unknown-${index}`) };
  } finally {
    await running.end();
  }
}

/** Medians of things done in turns, so that what disturbs the machine disturbs all. */
async function inTurns(times: number, things: (() => Promise<number>)[]): Promise<number[]> {
  const taken = things.map((): number[] => []);
  for (let turn = 0; turn < times; turn += 1) {
    for (const [index, thing] of things.entries()) taken[index]?.push(await thing());
  }
  return taken.map(median);
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** Recording number `index`, asked for with a token as long as Flex's are. */
function event(index: number, token: string) {
  const recording = `RE${String(index).padStart(32, "0")}`;
  const authorization = `Basic ${Buffer.from(`token:${token.padEnd(1_600, "x")}`).toString("base64")}`;
  return {
    version: "2.0",
    rawPath: "/",
    rawQueryString: `recording=${recording}`,
    queryStringParameters: { recording },
    headers: { authorization, origin: "https://flex.twilio.com" },
    requestContext: { http: { method: "GET", path: "/" } },
  };
}

function environment({ url }: Services): Record<string, string> {
  return {
    NODE_ENV: "production",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
    AWS_ENDPOINT_URL: url,
    TWILIO_IAM_URL: url,
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_SECRET_ARN: "arn:aws:secretsmanager:us-east-1:000000000000:secret:bench-AbCdEf",
    RECORDINGS_BUCKET: "bench",
    S3_FORCE_PATH_STYLE: "true",
  };
}
