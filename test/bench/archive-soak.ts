/** The archive's soak: `node test/bench/archive-soak.ts [--recordings 2000] [--seed 1]`; fails where a recording is missing or wrong. */

import { parseArgs } from "node:util";
import { soak } from "../contract/archive-chain/soak.ts";
import { archive } from "../contract/archive-store/archive.ts";
import { Cleanup } from "../contract/local-aws/fixture.ts";

const { recordings, seed } = parseArgs({
  options: { recordings: { type: "string", default: "2000" }, seed: { type: "string", default: "1" } },
  allowPositionals: true,
}).values;
const odds = { twilio: 0.1, cut: 0.1, s3: 0.05, kill: 0.1 };
const cleanup = new Cleanup();
try {
  const startedAt = performance.now();
  const it = await archive(cleanup);
  const report = await soak(it, { recordings: Number(recordings), seed: Number(seed), odds, stores: 4 });
  const took = Math.round((performance.now() - startedAt) / 1000);
  console.log(
    JSON.stringify({ recordings: Number(recordings), seed: Number(seed), odds, seconds: took, ...report }, null, 2),
  );
  if (report.wrong.length + report.extra.length + report.deadLetters.length > 0) process.exitCode = 1;
} finally {
  await cleanup.run();
}
