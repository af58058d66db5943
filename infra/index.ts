import * as pulumi from "@pulumi/pulumi";
import { flexConfiguration } from "./flex.ts";
import { Playback } from "./playback.ts";
import { nativeRecordingDefaults, refuseSecondMechanism } from "./recording.ts";
import { settingsFrom } from "./settings/settings.ts";
import { RecordingStorage } from "./storage.ts";

const settings = settingsFrom(pulumi.runtime.allConfig(), process.env);
const { origins } = settings.playback;

await refuseSecondMechanism(settings.recording);

const flex = flexConfiguration(settings);
nativeRecordingDefaults(settings.recording);

const storage = new RecordingStorage("recordings", { ...settings.storage, origins });

const playback = new Playback("playback", {
  ...settings.playback,
  ...settings.aws,
  bucketName: storage.bucketName,
  bucketArn: storage.bucketArn,
  prefix: settings.storage.prefix,
  accountSid: settings.twilio.accountSid,
  iamUrl: settings.twilio.iamUrl,
  credentials: {
    username: settings.twilio.credentials.username,
    password: pulumi.secret(settings.twilio.credentials.password.reveal()),
  },
});

/** The account whose Flex Configuration is managed. */
export const accountSid = flex.accountSid;
/** The bucket that recordings lie in, and what their keys begin with. */
export const bucketName = storage.bucketName;
export const recordingsPrefix = settings.storage.prefix;
/** The `url_provider` of `conversations.media`. */
export const playbackUrl = playback.url;
