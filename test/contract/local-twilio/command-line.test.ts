import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { accountSid, authToken, credentials, flexConfiguration, running, temporaryFolder } from "./running.ts";

const main = fileURLToPath(new URL("../../../local/twilio/main.ts", import.meta.url));
const account = ["--account-sid", accountSid, "--auth-token", authToken];

function start(...options: string[]): ChildProcess {
  const child = spawn(process.execPath, [main, ...options], { stdio: ["pipe", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function url(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("no output");
  const [line] = await once(createInterface(child.stdout), "line");
  return JSON.parse(line).url;
}

async function end(child: ChildProcess): Promise<{ code: number | null; errors: string }> {
  let errors = "";
  child.stderr?.on("data", (part) => {
    errors += part;
  });
  const [code] = await once(child, "close");
  return { code, errors };
}

test("it says where it listens, and serves there", async () => {
  const child = start(...account);
  const base = await url(child);
  expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const response = await fetch(`${base}/${flexConfiguration}`, { headers: { authorization: credentials } });
  expect(response.status).toBe(200);
});

test.each(["SIGTERM", "SIGINT"] as const)("%s ends it cleanly, open connections or not", async (signal) => {
  const child = start(...account);
  const base = await url(child);
  await (await fetch(`${base}/_control/requests`)).text();
  child.kill(signal);
  expect(await end(child)).toEqual({ code: 0, errors: "" });
  await expect(fetch(base)).rejects.toThrow("fetch failed");
});

test("with its parent gone it ends, without that option it stays", async () => {
  const [dependent, independent] = [start(...account, "--with-parent"), start(...account)];
  const base = await url(independent);
  await url(dependent);
  dependent.stdin?.end();
  independent.stdin?.end();
  expect(await end(dependent)).toEqual({ code: 0, errors: "" });
  expect((await fetch(`${base}/_control/requests`)).status).toBe(200);
});

test("killed hard in the middle of writing, it loses nothing that it answered", async () => {
  const state = join(temporaryFolder(), "twilio.json");
  const child = start(...account, "--state", state);
  const base = await url(child);
  let answered = -1;
  const write = async (count: number): Promise<void> => {
    const response = await fetch(`${base}/${flexConfiguration}`, {
      method: "POST",
      headers: { authorization: credentials, "content-type": "application/json" },
      body: JSON.stringify({ account_sid: accountSid, attributes: { count } }),
    });
    ({
      attributes: { count: answered },
    } = (await response.json()) as { attributes: { count: number } });
    if (count === 20) child.kill("SIGKILL");
    return write(count + 1);
  };
  await expect(write(0)).rejects.toThrow();

  const twilio = await running({ stateFile: state });
  const { attributes } = twilio.control.flexConfiguration.get();
  expect(answered).toBeGreaterThanOrEqual(20);
  expect([answered, answered + 1]).toContain(attributes?.count);
});

test("a port that is taken is one clear sentence", async () => {
  const { port } = await running();
  const { code, errors } = await end(start(...account, "--port", String(port)));
  expect(code).toBe(1);
  expect(errors).toMatch(/^local Twilio: port \d+: .*EADDRINUSE.*; choose another, or none\n$/);
});

test.each([
  [["--account-sid", accountSid], "--account-sid and --auth-token: are both needed"],
  [["--account-sid", "AC12", "--auth-token", "x"], "account SID: is not AC and 32 hex digits"],
  [["--account-sid", accountSid, "--auth-token", ""], "auth token: is empty"],
  [[...account, "--port", "70000"], "--port: 70000 is no port"],
  [[...account, "--colour", "red"], "'--colour'"],
])("the options %j end it with a reason and no stack trace", async (options, message) => {
  const { code, errors } = await end(start(...options));
  expect(code).toBe(1);
  expect(errors).toContain(message);
  expect(errors).not.toMatch(/\n {4}at /);
  expect(errors).not.toContain(authToken);
});
