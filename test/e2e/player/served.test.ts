import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { makeRunFolder, removeRunFolder, type Started, startScript } from "../start/started.ts";

let folder: string;
let started: Started;

beforeAll(async () => {
  folder = await makeRunFolder();
  started = startScript("local/start.ts", [], folder);
  await started.printed("Serving until Ctrl-C");
});
afterAll(async () => {
  started.process.kill("SIGINT");
  await started.ended;
  await removeRunFolder(folder);
  vi.unstubAllEnvs();
});

const printed = (pattern: RegExp) => pattern.exec(started.output())?.[1] ?? "";
const recordingSid = () => printed(/\?recording=(RE[0-9a-f]{32})/);

/** A token that the page's own button would get. */
async function tokenOf(role: string): Promise<string> {
  const player = printed(/player +(http:\S+)/);
  const headers = { "content-type": "application/json", origin: player };
  const answer = await fetch(`${player}/token`, { method: "POST", headers, body: JSON.stringify({ role }) });
  const { token } = (await answer.json()) as { token: string };
  return token;
}

async function verify(token: string): Promise<{ code: number | NodeJS.Signals | null; output: string }> {
  vi.stubEnv("FLEX_TOKEN", token);
  const run = startScript("cli/verify-playback.ts", ["--stack", "local", "--recording", recordingSid()], folder);
  const code = await run.ended;
  expect(run.output()).not.toContain(token);
  expect(run.output()).not.toContain("X-Amz");
  return { code, output: run.output() };
}

test("the started player's page knows the recording", async () => {
  const settings = await (await fetch(`${printed(/player +(http:\S+)/)}/settings.json`)).json();
  expect(settings).toEqual({
    urlProvider: printed(/"url_provider": "(https[^"]+)"/),
    throughOrigin: "https://flex.twilio.com",
    roles: ["supervisor", "agent"],
  });
});

test("the headless check finds playback in order for a supervisor, and says why it isn't for an agent", async () => {
  const passed = await verify(await tokenOf("supervisor"));
  expect(passed.output).not.toMatch(/✗|!/);
  for (const name of [
    "token header",
    "preflight",
    "url_provider",
    "media",
    "seek",
    "audio",
    "no token",
    "other page",
  ]) {
    expect(passed.output).toContain(`✓ ${name} `);
  }
  expect(passed.code).toBe(0);

  const refused = await verify(await tokenOf("agent"));
  expect(refused.output).toMatch(/✗ url_provider +403 .*Not for you/);
  expect(refused.code).toBe(1);
});
