import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { Cleanup } from "../../local-aws/fixture.ts";
import { recordedAudio } from "../../local-twilio/running.ts";
import { type Account, broughtUp, nowhere, number, other } from "./account.ts";

/** Functions and bucket, which are nowhere in these tests. */
const unreachable = {
  "url_provider: no token": expect.stringMatching(/^failed: the url_provider has no answer \(ECONNREFUSED\); look/),
  "url_provider: foreign page": expect.stringContaining("ECONNREFUSED"),
  "url_provider: https://flex.twilio.com": expect.stringContaining("ECONNREFUSED"),
  "archive: no signature": expect.stringMatching(/^failed: the archive's intake has no answer/),
  "bucket: anonymous list": expect.stringMatching(/^failed: the bucket has no answer/),
  "bucket: anonymous read": expect.stringContaining("ECONNREFUSED"),
  probe: "skipped: flex-media:verification.probe is none",
  "media authentication": expect.stringMatching(/^skipped: .*there is no completed recording/),
  playback: "skipped: there is no probe recording to play",
};
const native = { recording: { mechanism: "native" } };

let it: Account;
beforeEach(async () => {
  const cleanup = new Cleanup();
  onTestFinished(() => cleanup.run());
  it = await broughtUp(cleanup, await nowhere(cleanup));
});

test("an account as it is declared passes, whatever can't be reached besides", async () => {
  expect(await it.notPassed()).toEqual(unreachable);
});

/** The flow once more with a change, published or not. */
async function change(states: (one: Record<string, unknown>) => Record<string, unknown>, Status = "published") {
  const changed = { ...it.definition, states: it.definition.states.map((state) => states({ ...state })) };
  await it.post(`studio.twilio.com/v2/Flows/${it.voice.sid}`, { Status, Definition: JSON.stringify(changed) });
}

const withProperties = (name: string, properties: Record<string, unknown>) => (state: Record<string, unknown>) =>
  state.name === name ? { ...state, properties: { ...(state.properties as object), ...properties } } : state;

const notRecording = withProperties("CallRecording", { record_call: false });

const setNumber = (sid: string, fields: Record<string, string>) =>
  it.post(`api.twilio.com/2010-04-01/Accounts/${it.accountSid}/IncomingPhoneNumbers/${sid}.json`, fields);

const setAddress = (fields: Record<string, string>) =>
  it.post(`conversations.twilio.com/v1/Configuration/Addresses/${it.address.sid}`, fields);

describe("a click is found where", () => {
  const cases: [string, () => unknown, Record<string, RegExp>][] = [
    [
      "attachments are limited otherwise",
      () => it.setWebLimits({ number_of_attachments: 5, accepted_extensions: ["jpg", "exe"] }),
      {
        "Flex Configuration":
          /^failed: flex-media:attachments\.web\.files: is 2, and number_of_attachments is 5 at Twilio; flex-media:attachments\.web\.extensions: is \["jpg","pdf"\], and accepted_extensions is \["jpg","exe"\] at Twilio; `npm run pulumi/,
      },
    ],
    [
      "Flex records besides",
      () => it.twilio.control.flexConfiguration.change({ call_recording_enabled: true }),
      {
        "Flex Configuration": /turnOffNative: is true, and call_recording_enabled is true at Twilio/,
        "one recording mechanism": /^failed: calls are recorded by Flex besides .*Channel Management > Voice/,
      },
    ],
    [
      "the flow no longer records",
      () => change(notRecording),
      {
        "one recording mechanism": /^failed: nothing records: the voice flow has no Call Recording/,
        "voice flow":
          /^failed: revision 2 of FW\w+ is not what the settings ask for: CallRecording; `flex-media drift`/,
      },
    ],
    [
      "the flow records in one channel",
      () => change(withProperties("CallRecording", { recording_channels: "mono" })),
      {
        "one recording mechanism": /^failed: CallRecording\.recording_channels: is mono, and not dual/,
        "voice flow": /: CallRecording;/,
      },
    ],
    [
      "recordings are reported elsewhere",
      () => change(withProperties("CallRecording", { recording_status_callback: "https://elsewhere.example/" })),
      {
        "one recording mechanism": /^failed: CallRecording\.recording_status_callback: does not report to this stack's/,
        "voice flow": /: CallRecording;/,
      },
    ],
    [
      "media leads elsewhere",
      () => change(withProperties("SendToFlex", { attributes: "{}" })),
      { "voice flow": /: SendToFlex;/ },
    ],
    [
      "a draft stands above what is published",
      () => change((state) => state, "draft"),
      { "voice flow": /^failed: revision 2 of FW\w+ is a draft, and calls and messages run revision 1/ },
    ],
    [
      "the flow is gone",
      () =>
        fetch(it.twilio.endpoint(`studio.twilio.com/v2/Flows/${it.messaging.sid}`), {
          method: "DELETE",
          headers: { authorization: `Basic ${btoa(`${it.accountSid}:the auth token of a verified stack`)}` },
        }),
      { "messaging flow": /^failed: FW\w+ is gone, or nothing of it is published/ },
    ],
    [
      "calls lead elsewhere",
      () => setNumber(it.called.sid, { VoiceUrl: "https://elsewhere.example/twiml" }),
      { [`calls to ${number}`]: /^failed: don't lead to the voice flow \(voice_url\); `npm/ },
    ],
    [
      "calls are asked for otherwise",
      () => setNumber(it.called.sid, { VoiceMethod: "GET" }),
      { [`calls to ${number}`]: /^failed: voice_method is GET, and not POST/ },
    ],
    [
      "the number is not the account's any more",
      () => it.twilio.control.phoneNumbers.remove(it.called.sid),
      { [`calls to ${number}`]: /^failed: the account has no such number/ },
    ],
    [
      "texts have a webhook of their own",
      () => setNumber(it.texted.sid, { SmsUrl: "https://elsewhere.example/sms" }),
      { [`texts to ${other}`]: /^failed: a webhook of the number's own gets them besides .*\(sms_url\)/ },
    ],
    [
      "an address makes no conversations",
      () => setAddress({ "AutoCreation.Enabled": "false" }),
      { [`sms address ${other}`]: /^failed: auto_creation\.enabled is false, and not true; `npm/ },
    ],
    [
      "an address leads to another flow",
      () => setAddress({ "AutoCreation.StudioFlowSid": String(it.voice.sid) }),
      { [`sms address ${other}`]: /^failed: auto_creation\.studio_flow_sid is "FW\w+", and not "FW\w+"/ },
    ],
    [
      "an address is bound to something else",
      () => setAddress({ "AutoCreation.Type": "default" }),
      { [`sms address ${other}`]: /auto_creation\.type is "default", and not "studio"/ },
    ],
  ];
  test.each(cases)("%s", async (_, click, expected) => {
    await click();
    const found = Object.fromEntries(
      Object.entries(expected).map(([name, detail]) => [name, expect.stringMatching(detail)]),
    );
    expect(await it.notPassed()).toEqual({ ...unreachable, ...found });
  });
});

test("an open media URL is a failure that names the page to click", async () => {
  const audio = { call_sid: `CA${"1".repeat(32)}` };
  it.twilio.control.recordings.add(recordedAudio(1, 2), audio);
  it.twilio.control.voiceSettings.set({ httpAuthOnMedia: true });
  expect((await it.checks()).find(({ name }) => name === "media authentication")?.outcome).toBe("passed");
  it.twilio.control.voiceSettings.set({ httpAuthOnMedia: false });
  const { "media authentication": open } = await it.notPassed();
  expect(open).toMatch(/^failed: Recordings can be had without credentials; in the Console, under Voice > Settings/);
});

describe("another mechanism", () => {
  test("that doesn't record is found, as is a flow that does", async () => {
    const found = await it.notPassed(native);
    expect(found["Flex Configuration"]).toMatch(
      /recording\.mechanism: is "native", and call_recording_enabled is false/,
    );
    expect(found["one recording mechanism"]).toMatch(/^failed: the voice flow records besides \(CallRecording\)/);
    expect(found["recording defaults"]).toMatch(/^failed: the account has no default recording configuration/);
  });

  test("of Flex's own passes with its default in two channels, reported to the archive", async () => {
    await change(notRecording);
    const url = "https://intake.lambda-url.us-east-1.on.aws/#rc=5&rp=all";
    it.twilio.control.flexConfiguration.change({ call_recording_enabled: true, call_recording_webhook_url: url });
    const callback = { url, events: ["completed", "absent"] };
    const path = "voice.twilio.com/v2/AccountDefaultConfiguration/Recording";
    const configuration = (channels: string) => ({
      configuration: {
        configurationType: "Recording",
        compositionPolicy: { channels },
        callRecordingStatusCallback: callback,
        conferenceRecordingStatusCallback: callback,
      },
    });
    await it.post(path, configuration("dual"), "json");
    const found = await it.notPassed({ ...native, voice: undefined });
    expect(found).toEqual(unreachable);
    await fetch(it.twilio.endpoint(path), {
      method: "PUT",
      headers: {
        authorization: `Basic ${btoa(`${it.accountSid}:the auth token of a verified stack`)}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(configuration("mono")),
    });
    const mono = await it.notPassed({ ...native, voice: undefined });
    expect(mono["recording defaults"]).toMatch(/^failed: compositionPolicy\.channels: is mono, and not dual/);
  });

  test("of a plugin passes where nothing else records", async () => {
    await change(notRecording);
    const changes = { recording: { mechanism: "plugin", turnOffNative: true }, voice: undefined };
    expect(await it.notPassed(changes)).toEqual(unreachable);
  });
});

test("what the settings don't declare is skipped, and says so", async () => {
  const nothing = {
    recording: undefined,
    attachments: undefined,
    voice: undefined,
    messaging: undefined,
    archive: undefined,
  };
  const found = await it.notPassed(nothing);
  expect(found["Flex Configuration"]).toBe("skipped: the settings declare nothing of it");
  expect(found["one recording mechanism"]).toMatch(/^skipped: flex-media:recording is not set/);
  expect(Object.keys(found)).not.toContain("archive: no signature");
});

test("a service that is down fails what needs it, and nothing else", async () => {
  it.twilio.control.faults.add({ host: "studio.twilio.com", status: 503, times: 1000 });
  const found = await it.notPassed({}, { retries: 1 });
  const needsStudio = ["one recording mechanism", "voice flow", "messaging flow", `calls to ${number}`];
  expect(Object.keys(found).sort()).toEqual([...Object.keys(unreachable), ...needsStudio].sort());
  for (const name of needsStudio) {
    expect(found[name]).toMatch(/^failed: Twilio did not answer GET \/v2\/Flows.*HTTP 503/);
  }
});

test("a burst of refusals for too many requests is waited out", async () => {
  it.twilio.control.faults.add({ host: "studio.twilio.com", status: 429, code: 20429, times: 4 });
  expect(await it.notPassed()).toEqual(unreachable);
});

test("with patience what failed is tried again, and told again once it comes to something else", async () => {
  it.twilio.control.faults.add({ host: "studio.twilio.com", status: 500, times: 2 });
  const checks = await it.checks({}, { retries: 0, patience: 500, pause: 1 });
  const outcomes = (name: string) => checks.filter((check) => check.name === name).map(({ outcome }) => outcome);
  for (const name of ["one recording mechanism", "voice flow"]) expect(outcomes(name)).toEqual(["failed", "passed"]);
  for (const name of ["messaging flow", "bucket: anonymous list"]) expect(outcomes(name)).toHaveLength(1);
});

test("wrong credentials are told of each check, without a stack trace", async () => {
  it.twilio.control.faults.add({ status: 401, code: 20003, message: "Authenticate", times: 1000 });
  const found = await it.notPassed();
  expect(found["Flex Configuration"]).toMatch(/^failed: Twilio refused GET .*code 20003.* Check accountSid, authToken/);
});
