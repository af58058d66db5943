import * as pulumi from "@pulumi/pulumi";
import { checkAccount } from "./account.ts";
import { flexConfiguration } from "./flex.ts";
import { checkFlows, createFlows } from "./flows.ts";
import { Playback } from "./playback.ts";
import { nativeRecordingDefaults, recordingCallback } from "./recording.ts";
import { settingsFrom } from "./settings/settings.ts";
import { RecordingStorage } from "./storage.ts";

const settings = settingsFrom(pulumi.runtime.allConfig(), process.env);
const { origins } = settings.playback;

checkFlows(settings);
const routing = await checkAccount(settings);

const flex = flexConfiguration(settings);
nativeRecordingDefaults(settings.recording);

const storage = new RecordingStorage("recordings", { ...settings.storage, origins });

const playback = new Playback("playback", {
  ...settings.playback,
  ...settings.aws,
  bucketName: storage.bucketName,
  bucketArn: storage.bucketArn,
  keyArn: storage.keyArn,
  prefix: settings.storage.prefix,
  accountSid: settings.twilio.accountSid,
  iamUrl: settings.twilio.iamUrl,
  credentials: {
    username: settings.twilio.credentials.username,
    password: pulumi.secret(settings.twilio.credentials.password.reveal()),
  },
});

const flows = createFlows(settings, {
  routing,
  playbackUrl: playback.url,
  recordingCallback: recordingCallback(settings.recording),
});

/** The account whose Flex Configuration is managed. */
export const accountSid = flex.accountSid;
/** The bucket that recordings lie in, and what their keys begin with. */
export const bucketName = storage.bucketName;
export const recordingsPrefix = settings.storage.prefix;
/** The `url_provider` of `conversations.media`. */
export const playbackUrl = playback.url;
/** The flows that calls and conversations run, where there are any. */
export const voiceFlowSid = flows.voice?.sid;
export const messagingFlowSid = flows.messaging?.sid;
