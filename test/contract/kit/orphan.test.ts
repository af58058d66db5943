import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { isAlive } from "../../../local/is-alive.ts";

const provider = join(import.meta.dirname, "../../../providers/twilio/index.js");
// Starts the provider as an engine does, tells its pid when it serves, and waits to be killed.
const engine = `
  const child = require("node:child_process").spawn(process.execPath, [process.argv[1]], { stdio: ["ignore", "pipe", "ignore"] });
  child.stdout.once("data", () => console.log(child.pid));
  setInterval(() => {}, 1000);
`;

test("a provider ends when the engine that started it is killed", async () => {
  const parent = spawn(process.execPath, ["-e", engine, provider], { stdio: ["ignore", "pipe", "inherit"] });
  const [pid] = (await once(parent.stdout, "data")).map(Number);
  expect(isAlive(Number(pid))).toBe(true);

  parent.kill("SIGKILL");
  await Promise.all([once(parent, "exit"), text(parent.stdout)]);
  while (isAlive(Number(pid))) await sleep(50);
});
