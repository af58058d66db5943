import * as pulumi from "@pulumi/pulumi";
import { checkAccount } from "./account.ts";
import { Archive } from "./archive.ts";
import { flexConfiguration } from "./flex.ts";
import { checkFlows, createFlows } from "./flows.ts";
import { Playback } from "./playback.ts";
import { mediaAuthentication, nativeRecordingDefaults } from "./recording.ts";
import { recordingCallback } from "./recording-callback.ts";
import type { RecordingsPlace } from "./recordings-place.ts";
import { settingsFrom } from "./settings/settings.ts";
import { RecordingStorage } from "./storage.ts";
import { stackTags, tagEverything } from "./tags.ts";

const settings = settingsFrom(pulumi.runtime.allConfig(), process.env);
const { origins, keyLayout } = settings.playback;
const { accountSid: account, credentials, authToken, apiUrl, iamUrl, taskRouterUrl } = settings.twilio;

tagEverything(stackTags(settings.tags));
checkFlows(settings);
const routing = await checkAccount(settings);

const storage = new RecordingStorage("recordings", { ...settings.storage, origins });
const recordings: RecordingsPlace = {
  bucketName: storage.bucketName,
  bucketArn: storage.bucketArn,
  keyArn: storage.keyArn,
  prefix: settings.storage.prefix,
  keyLayout,
  accountSid: account,
  credentials: { username: credentials.username, password: pulumi.secret(credentials.password.reveal()) },
};

const archive =
  settings.archive &&
  authToken &&
  new Archive("archive", {
    ...settings.archive,
    ...settings.aws,
    ...recordings,
    authToken: pulumi.secret(authToken.reveal()),
    workspaceSid: settings.archive.lookUpWorkers ? routing.workspaceSid : undefined,
    apiUrl,
    taskRouterUrl,
  });

const callback = recordingCallback(settings.recording, archive?.callbackUrl);
const flex = flexConfiguration(settings, callback);
nativeRecordingDefaults(settings.recording, callback);
mediaAuthentication(settings.recording);

const playback = new Playback("playback", { ...settings.playback, ...settings.aws, ...recordings, iamUrl });

const flows = createFlows(settings, {
  routing,
  playbackUrl: playback.url,
  recordingCallback: callback,
});

/** The account whose Flex Configuration is managed. */
export const accountSid = flex.accountSid;
/** The bucket that recordings lie in, and what their keys begin with. */
export const bucketName = storage.bucketName;
export const recordingsPrefix = settings.storage.prefix;
/** How what comes behind that is made up. */
export const recordingsKeyLayout = keyLayout;
/** Where Twilio reports recordings, the queue of those that are on their way, and that of those that could not be stored. */
export const archiveUrl = archive?.url;
export const archiveQueueUrl = archive?.queue.url;
export const archiveDeadLetterQueueUrl = archive?.deadLetterQueue.url;
/** The `url_provider` of `conversations.media`. */
export const playbackUrl = playback.url;
/** The flows that calls and conversations run, where there are any. */
export const voiceFlowSid = flows.voice?.sid;
export const messagingFlowSid = flows.messaging?.sid;
