import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeWav } from "../../../local/twilio/api/wav.ts";
import { type LocalTwilio, startLocalTwilio } from "../../../local/twilio/server.ts";
import { TwilioProject } from "./project.ts";

const credentials = { accountSid: `AC${"7".repeat(32)}`, authToken: "media-auth-token" };

let twilio: LocalTwilio;
let project: TwilioProject;

beforeAll(async () => {
  twilio = await startLocalTwilio(credentials);
  project = await TwilioProject.make(twilio, credentials);
  await project.declare([{ type: "twilio:voice:MediaAuthentication", name: "media", inputs: {} }]);
});
afterAll(async () => {
  await project?.remove();
  await twilio?.close();
});

/** Whether the state holds the proof. */
async function proven(): Promise<unknown> {
  return (await project.state()).map(({ outputs }) => outputs.proven);
}

test("without a recording each up says so and tries again, without anything else to do", async () => {
  const warning =
    "It is not proven that media URLs ask for credentials: there is no completed recording to try it with";
  expect(await project.run(["up", "--yes", "--skip-preview", "--stack=main"])).toContain(warning);
  expect(await proven()).toEqual([false]);
  twilio.control.requests.clear();
  expect(await project.run(["preview", "--stack=main"])).toContain("[diff: ~proven]");
  expect(twilio.control.requests.list().map(({ method }) => method)).toEqual(["GET"]);
  expect(await project.run(["up", "--yes", "--skip-preview", "--stack=main"])).toContain(warning);
  expect(await project.operate("up")).toEqual({ updated: 1, unchanged: 1 });
});

test("with a recording it is proven, and then costs nothing", async () => {
  twilio.control.recordings.add(encodeWav({ channels: 1, sampleRate: 8000, samples: Buffer.alloc(1600) }));
  expect(await project.operate("up")).toEqual({ updated: 1, unchanged: 1 });
  expect(await proven()).toEqual([true]);
  twilio.control.requests.clear();
  expect(await project.operate("up")).toEqual({ unchanged: 2 });
  expect(twilio.control.requests.list()).toEqual([]);
});

test("switched off it is drift for a refresh, and an error of the next up that says where to switch it on", async () => {
  twilio.control.voiceSettings.set({ httpAuthOnMedia: false });
  expect(await project.operate("refresh")).toEqual({ updated: 1, unchanged: 1 });
  expect(await proven()).toEqual([false]);
  const seen = await project.run(["preview", "--stack=main"]).then(String, (error: Error) => error.message);
  const failure = await project.operate("up").then(String, (error: Error) => error.message);
  for (const told of [seen, failure]) expect(told).toContain('switch "Enforce HTTP Auth on Media URLs" on');
  const { sid = "" } = twilio.control.state().recordings[0] ?? {};
  expect(failure).not.toContain(sid);
  expect(JSON.stringify(await project.state())).not.toContain(sid);
  twilio.control.voiceSettings.set({ httpAuthOnMedia: true });
  expect(await project.operate("up")).toEqual({ updated: 1, unchanged: 1 });
});
