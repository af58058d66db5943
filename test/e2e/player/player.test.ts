import { createHash, X509Certificate } from "node:crypto";
import type { Browser, Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createServerCertificate } from "../../../local/aws/certificate.ts";
import { localAwsBrowserSwitches, localAwsFetch } from "../../../local/aws/reach.ts";
import { servePlayer } from "../../../local/player/server.ts";
import { toneConversation } from "../../../local/player/tones.ts";
import { encodeWav } from "../../../local/player/wav.ts";
import { Cleanup } from "../../contract/local-aws/fixture.ts";
import { deployment, newRecordingSid } from "../../contract/url-provider/deployment.ts";
import { startChromium } from "./chromium.ts";

const cleanup = new Cleanup();
const recording = newRecordingSid();
const allowed = "https://flex.twilio.com";
const foreign = "https://flex.twilio.com.example.com";
/** Long enough that a browser fetches only what it plays. */
const seconds = 240;

let stack: Awaited<ReturnType<typeof deployment>>;
let functionUrl: string;
let browser: Browser;
let loopback: string;
let page: Page;
let requests: Request[];

beforeAll(async () => {
  stack = await deployment(cleanup);
  await stack.putRecording(recording, encodeWav(toneConversation(seconds)));
  functionUrl = await stack.deploy("playback", { MEDIA_URL_SECONDS: "900" });
  const { twilio, aws } = stack;
  const options = {
    urlProvider: `${functionUrl}?recording=${recording}`,
    issueToken: (role: string) => twilio.control.tokens.issue({ identity: "listener", roles: [role] }),
  };
  const names = [allowed, foreign].map((origin) => new URL(origin).host);
  const { chain, key, authority } = createServerCertificate(names);
  const player = await servePlayer({ ...options, tls: { cert: chain, key, names } });
  cleanup.add(() => player.close());
  const ours = await servePlayer({ ...options, through: localAwsFetch(aws) });
  cleanup.add(() => ours.close());
  loopback = ours.url;
  const spki = new X509Certificate(authority).publicKey.export({ type: "spki", format: "der" });
  browser = await startChromium(cleanup, [
    ...(await localAwsBrowserSwitches(aws)),
    ...names.map((name) => `--host-resolver-rules=MAP ${name} 127.0.0.1:${player.port}`),
    `--ignore-certificate-errors-spki-list=${createHash("sha256").update(spki).digest("base64")}`,
  ]);
});
afterAll(() => cleanup.run());

beforeEach(async ({ onTestFailed }) => {
  // Why the function refused is in its log only.
  onTestFailed(async () => {
    process.stderr.write(await stack.logText("playback"));
  });
  page = await browser.newPage();
  page.setDefaultTimeout(600_000);
  requests = [];
  page.on("request", (request) => requests.push(request));
});
afterEach(() => page.close());

/** Opens the page, gets a token for the role, and fetches the recording. */
async function listen(url: string, role: string, fields: Record<string, string> = {}): Promise<void> {
  await page.goto(url);
  await page.getByLabel("Role").selectOption(role);
  await page.getByRole("button", { name: "Get one" }).click();
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>("#token")?.value !== "");
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value);
  await page.getByRole("button", { name: "Fetch" }).click();
  await page.locator("#player, #refused").filter({ visible: true }).waitFor();
}

const refusal = () => page.getByRole("alert").innerText();
const requestsTo = (path: string) => requests.filter((request) => request.url().includes(path));
const seek = (position: number) => page.getByLabel("Position").fill(String(position));

/** How many of a lane's pixels are painted in its colour: what the waveform shows of a channel. */
const paintedByLane = () =>
  page.locator("#waveform").evaluate((canvas: HTMLCanvasElement) => {
    const { width, height } = canvas;
    const pixels = canvas.getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
    const lanes = [new Map<string, number>(), new Map<string, number>()];
    for (let at = 0; at < pixels.length; at += 4) {
      // What is nearly transparent has no colour to speak of.
      if ((pixels[at + 3] ?? 0) < 64) continue;
      const lane = lanes[at / 4 < (width * height) / 2 ? 0 : 1];
      const hue = (pixels[at] ?? 0) > (pixels[at + 1] ?? 0) ? "agent" : "customer";
      lane?.set(hue, (lane.get(hue) ?? 0) + 1);
    }
    return lanes.map((lane) => Object.fromEntries(lane));
  });

/** Plays until one ear hears something and the other doesn't, each in its turn. */
async function hearTurns(): Promise<void> {
  for (const [heard, silent] of [
    ["left", "right"],
    ["right", "left"],
  ]) {
    await page.waitForFunction(
      ([loud, quiet]) => {
        const level = (ear: string | undefined) =>
          document.querySelector<HTMLMeterElement>(`#level-${ear}`)?.value ?? 0;
        return level(loud) > 0.3 && level(quiet) === 0;
      },
      [heard, silent],
    );
  }
}

test("on the player's own origin both channels are seen and heard, and a seek fetches from there on", async () => {
  await listen(allowed, "supervisor");
  expect(await page.locator("#kind").innerText()).toContain("2 channels");
  const [upper, lower] = await paintedByLane();
  expect([Object.keys(upper ?? {}), Object.keys(lower ?? {})]).toEqual([["customer"], ["agent"]]);

  await page.getByRole("button", { name: "Play", exact: true }).click();
  await hearTurns();

  // The page shows the new time at once, the request follows when Chromium gets to it.
  const next = page.waitForRequest((request) => request.url().includes("X-Amz-Signature"));
  await seek(200);
  await page.waitForFunction(() => document.querySelector("#time")?.textContent?.startsWith("3:2"));
  await page.getByRole("button", { name: "Pause" }).click();
  const sought = await next;
  const { range = "" } = await sought.allHeaders();
  expect(Number(/^bytes=(\d+)-/.exec(range)?.[1])).toBeGreaterThan(100 * 32_000);
  const answer = await sought.response();
  expect(answer?.status()).toBe(206);

  // The requests are those that the function and the bucket know from Flex Insights.
  const [provided] = requestsTo("lambda-url");
  const headers = (await provided?.allHeaders()) ?? {};
  expect(headers).toMatchObject({ origin: allowed, "sec-fetch-mode": "cors" });
  expect(headers.authorization).toMatch(/^Basic dG9rZW46/);
});

test("the token is in no address and no storage", async () => {
  await listen(allowed, "supervisor");
  expect(await page.locator("#player").isVisible()).toBe(true);
  const token = await page.locator("#token").inputValue();
  expect(token.length).toBeGreaterThan(1000);
  const kept = () => [location.href, JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  expect(await page.evaluate(kept)).toEqual([`${allowed}/`, "{}", "{}", ""]);
  expect(requests.map((request) => request.url()).join("\n")).not.toContain(token);
});

test("on any other origin the browser keeps every answer from the page, and the token is never sent", async () => {
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  stack.twilio.control.requests.clear();
  await listen(foreign, "supervisor");
  expect(await refusal()).toMatch(`Stopped by the browser\n`);
  expect(await refusal()).toMatch(`doesn't allow pages of ${foreign} (CORS)`);
  expect(said.join("\n")).toMatch(/blocked by CORS policy: Response to preflight request/);
  expect(requestsTo("X-Amz-Signature")).toEqual([]);
  expect(stack.twilio.control.requests.list()).toEqual([]);
});

test("an agent is told that it is not for them", async () => {
  await listen(allowed, "agent");
  expect(await refusal()).toMatch(/^Not for you\n/);
  expect(requestsTo("X-Amz-Signature")).toEqual([]);
});

test("who asks for a recording that is not there is told so, and so is who has a token that is none", async () => {
  await listen(allowed, "supervisor", { url_provider: `${functionUrl}?recording=${newRecordingSid()}` });
  expect(await refusal()).toMatch(/^No such recording\n/);
  await listen(allowed, "supervisor", { "Flex token": "made.up" });
  expect(await refusal()).toMatch(/^Not signed in\n/);
});

test("the keyboard alone will do", async () => {
  await listen(allowed, "supervisor");
  const position = page.getByLabel("Position");
  await position.press("End");
  await page.waitForFunction(() => document.querySelector("#time")?.textContent === "4:00 / 4:00");
  await position.press("Home");
  await page.getByRole("button", { name: "Play", exact: true }).press("Space");
  await hearTurns();
  await page.getByLabel("Customer").press("Space");
  expect(await page.getByLabel("Customer").isChecked()).toBe(false);
  await page.getByRole("button", { name: "Pause" }).press("Enter");
  expect(await position.getAttribute("aria-valuetext")).toMatch(/^\d+ seconds? of 4 minutes 0 seconds$/);
});

test("through the page's server, for browsers that can't reach the stand-ins, the same rules hold", async () => {
  await listen(loopback, "supervisor");
  expect(await page.locator("#steps").innerText()).toMatch(
    /preflight\s+200[\s\S]+url_provider\s+200[\s\S]+media\s+206/,
  );
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await hearTurns();
  await seek(200);
  await page.waitForFunction(() => document.querySelector("#time")?.textContent?.startsWith("3:2"));

  await listen(loopback, "supervisor", { "On a page of": foreign });
  expect(await refusal()).toMatch(/^Stopped by the browser\s.*no Access-Control-Allow-Origin/s);
  await listen(loopback, "agent");
  expect(await refusal()).toMatch(/^Not for you\n/);
});
