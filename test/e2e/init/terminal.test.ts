import { execFile } from "node:child_process";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { fileBackend } from "../../../local/engine/environment.ts";
import { cloneProject } from "../../../local/environments/clone.ts";
import { takeOutAccount } from "../../../local/environments/without-account.ts";
import { type LocalTwilio, startLocalTwilio } from "../../../local/twilio/server.ts";
import { products } from "../../../providers/twilio/http/hosts.ts";
import { accountSid, authToken, numbers, passphrase } from "./project.ts";

const run = promisify(execFile);
const driver = join(import.meta.dirname, "terminal.py");
const enter = "\r";
const down = "\u001b[B";
const rubOut = "\u007f";
const interrupt = "\u0003";

let folder: string;
let clone: string;
let twilio: LocalTwilio;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "flex-media-terminal-")));
  clone = join(folder, "flex-media");
  await cloneProject(clone);
  for (const stack of ["dev", "staging", "prod"]) await takeOutAccount(clone, stack);
  twilio = await startLocalTwilio({ accountSid, authToken });
  for (const number of Object.values(numbers)) twilio.control.phoneNumbers.add({ phone_number: number });
  const document = parseDocument(await text());
  const endpoints = Object.entries(products).map(([name, label]) => [name, twilio.endpoint(`${label}.twilio.com`)]);
  document.setIn(["config", "twilio:endpoints"], Object.fromEntries(endpoints));
  await writeFile(
    join(clone, "Pulumi.staging.yaml"),
    document.toString({ lineWidth: 0, flowCollectionPadding: false }),
  );
});
afterAll(async () => {
  await twilio.close();
  await rm(folder, { recursive: true, force: true });
});

async function text(): Promise<string> {
  return await readFile(join(clone, "Pulumi.staging.yaml"), "utf8");
}

interface Shown {
  shown: string;
  code: number;
  missing: string | null;
}

/** Runs `flex-media` in the clone at a terminal; each step is what it shows, and what is typed then. */
async function atTerminal(words: string[], steps: [shown: string, typed: string][]): Promise<Shown> {
  const own = Object.entries(process.env).filter(([name]) => !/^(TWILIO|PULUMI|CI)/.test(name));
  const env = { ...Object.fromEntries(own), TERM: "xterm", FLEX_MEDIA_FOLDER: join(folder, "run") };
  const command = [process.execPath, "cli/flex-media.ts", ...words];
  const { stdout } = await run("python3", [driver, JSON.stringify({ command, cwd: clone, env, steps })]);
  return JSON.parse(stdout);
}

const init = ["init", "--stack", "staging"];

test("Ctrl-C at a question ends it with nothing written", async () => {
  const before = await text();
  const { shown, code, missing } = await atTerminal(init, [
    ["Where does state live?", `${down}${down}${enter}`],
    ["The backend's URL", enter],
    ["Passphrase", interrupt],
  ]);
  expect(missing, shown).toBeNull();
  expect(code, shown).toBe(130);
  expect(shown).toContain("Nothing was written.");
  expect(shown).not.toMatch(/\n\s+at .*:\d+:\d+/);
  expect(await text()).toBe(before);
});

test("somebody at a terminal is led from a wrong answer to a stack that is ready, and no secret shows", async () => {
  const wrong = "f".repeat(32);
  const { shown, code, missing } = await atTerminal(init, [
    ["Where does state live?", `${down}${down}${enter}`],
    ["The backend's URL", enter],
    ["Passphrase that seals", `${passphrase}${enter}`],
    ["Twilio account SID", `AC12${enter}`],
    ["is no account SID", `${rubOut.repeat(4)}${accountSid}${enter}`],
    ["sign in to Twilio?", enter],
    ["Auth token", `${wrong}${enter}`],
    ["The credentials are refused", ""],
    ["Twilio account SID", enter],
    ["sign in to Twilio?", enter],
    ["Auth token", `${authToken}${enter}`],
    ["Numbers whose calls", `${numbers.voice}${enter}`],
    ["the voice flow's tasks", enter],
    ["Addresses whose messages", `sms ${numbers.text}${enter}`],
    ["the messaging flow's tasks", enter],
    ["AWS region", enter],
    ["AWS account", enter],
    ["AWS profile", enter],
    ["SNS topic", enter],
    ["Write it?", enter],
    ["Next:", ""],
  ]);
  expect(missing, shown).toBeNull();
  expect(code, shown).toBe(0);
  for (const secret of [authToken, wrong, passphrase]) expect(shown).not.toContain(secret);
  expect(shown).toContain(`export PULUMI_BACKEND_URL='${fileBackend(join(folder, "run/state"))}'`);
  const written = await text();
  expect(written).toContain(`twilio:accountSid: ${accountSid}`);
  expect(written).toMatch(/twilio:authToken:\s+secure: v1:/);
  expect(written).toContain(`numbers: ["${numbers.voice}"]`);
  expect(written).toContain("aws:profile: flex-media-staging");
});
