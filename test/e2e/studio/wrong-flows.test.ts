import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";
import { type LocalTwilio, startLocalTwilio } from "../../../local/twilio/server.ts";
import { TwilioProject } from "../twilio-provider/project.ts";
import type { flows } from "./flows.ts";

const credentials = { accountSid: `AC${"7".repeat(32)}`, authToken: "flows-auth-token" };

let twilio: LocalTwilio;
let project: TwilioProject;

beforeAll(async () => {
  twilio = await startLocalTwilio(credentials);
  project = await TwilioProject.make(twilio, credentials, join(import.meta.dirname, "program"));
});
afterAll(async () => {
  await project?.remove();
  await twilio?.close();
});

async function preview(name: keyof typeof flows, mechanism = "studio"): Promise<string> {
  const modules = {
    component: join(PROJECT_FOLDER, "infra/studio/studio-flow.ts"),
    flows: join(import.meta.dirname, "flows.ts"),
  };
  await writeFile(join(project.folder, "flow.json"), JSON.stringify({ modules, name, mechanism }));
  twilio.control.requests.clear();
  return await project.run(["preview", "--stack", "main"]);
}

test("a flow with nothing wrong is previewed, and Studio is asked about it", async () => {
  expect(await preview("nothing")).toMatch(/\+ +twilio:studio:Flow calls create/);
  expect(twilio.control.requests.list().map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /v2/Flows/Validate",
  ]);
});

const own = 'The flow "Calls of our own" is wrong:';
const ours = 'The flow "Incoming calls" is wrong:';
const attributes = "widgets.SendToFlex.attributes";
const media = `${attributes}.conversations.media`;

const refusals: [name: keyof typeof flows, told: string[]][] = [
  [
    "a transition to nowhere",
    [
      ours,
      'widgets.Menu.next.timeout: leads to "Voicemial", no widget of this flow; name one that is there: ' +
        "Trigger, Menu, Greeting, CallRecording, RecordingStart, SendToFlex, …",
    ],
  ],
  [
    "an event that the widget doesn't have",
    [own, "widgets.Greeting.next.audioCompleted: is no event of say-play; use audioComplete"],
  ],
  [
    "Liquid that misspells a widget",
    [
      own,
      `${attributes}: reads widgets.CallRecroding.Sid, but no widget is named "CallRecroding"; name one that is there: ` +
        "Trigger, Greeting, CallRecording, SendToFlex",
    ],
  ],
  [
    "Liquid that misspells a field",
    [
      own,
      `${attributes}: reads widgets.CallRecording.RecordingSid, but record-call sets no RecordingSid; ` +
        "read one that it sets: AccountSid, ApiVersion, CallSid, Channels, ConferenceSid, DateCreated, …",
    ],
  ],
  [
    "a Raw link before the recording",
    [own, `${media}[0]: is a Raw link, which keeps the others from being shown; move it behind them`],
  ],
  [
    "two recordings in its media",
    [own, `${media}[1]: is a second VoiceRecording, which is never played, after [0]; remove it`],
  ],
  ["a start time in seconds", [own, `${media}[0].start_time: is in seconds; multiply it by 1000`]],
  [
    "a url_provider on a link",
    [
      own,
      `${media}[1].url_provider: works for VoiceRecording only, not for Referenced; ` +
        "give url, of a page that asks for its own log-in",
    ],
  ],
  [
    "2,000 characters of attributes",
    [own, `${attributes}: has 2000 characters, but Studio takes 1024; shorten it, or set a variable before`],
  ],
  [
    "attributes that are no JSON",
    [
      own,
      `${attributes}: is no JSON object once it is rendered; quote text, and leave numbers and | to_json without quotes`,
    ],
  ],
  [
    "a widget that nothing leads to",
    [ours, "widgets.Voicemail: is never reached; lead a transition to it, or remove it"],
  ],
  [
    "Call Recording before anybody is spoken to",
    [ours, "widgets.Early: may come before anybody was spoken to; put a Say/Play or Gather on every way to it"],
  ],
  [
    "two recordings at a time",
    [
      ours,
      "widgets.CallRecording: starts a second recording beside one that is on; " +
        "keep one of the two, or switch the first one off",
    ],
  ],
  [
    "names that the template has",
    [
      ours,
      "widgets.Menu: is there twice; rename one of the two",
      "widgets.Greeting: is there twice; rename one of the two",
    ],
  ],
];

/** What a preview that must fail says is wrong, without Pulumi's indentation. */
async function refusal(name: keyof typeof flows, mechanism?: string): Promise<string[]> {
  const refused: unknown = await preview(name, mechanism).catch((error: unknown) => error);
  if (!(refused instanceof Error)) throw new Error(`A flow with ${name} was let through:\n${refused}`);
  expect(refused.message).not.toMatch(/\n\s+at .*:\d+:\d+|unhandled exception/);
  expect(twilio.control.requests.list()).toEqual([]);
  const [, shown = ""] = /^ +error: (The flow [\s\S]*?)\n\n/m.exec(refused.message) ?? [];
  return shown.split("\n").map((line) => line.trim());
}

test.each(refusals)(
  "a flow with %s is refused with path and remedy, and Twilio isn't asked for anything",
  async (name, told) => {
    expect(await refusal(name)).toEqual(told);
  },
);

test("a flow that records while Flex is to record is refused", async () => {
  expect(await refusal("nothing", "native")).toEqual([
    ours,
    "widgets.CallRecording: records calls that Flex records as well (flex-media:recording.mechanism is native); " +
      "take the widget out, or set flex-media:recording.mechanism to studio",
  ]);
});

test("none of them is in the account or in the state", async () => {
  await expect(project.run(["up", "--yes", "--stack", "main"])).rejects.toThrow("is wrong:");
  expect(twilio.control.requests.list()).toEqual([]);
  expect(twilio.control.state().flows).toEqual([]);
  expect(await project.state()).toEqual([]);
});
