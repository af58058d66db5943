import type { S3Client } from "@aws-sdk/client-s3";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { recordingKey } from "../../media/recording-key.ts";
import { recordingMetadata, tagsOf } from "../../media/recording-metadata.ts";
import type { RecordingSid } from "../../media/sid.ts";
import { removeNote } from "../archive-queue/expected-note.ts";
import type { RecordingMessage } from "../archive-queue/message.ts";
import { twilioCredentials } from "../twilio-credentials/basic.ts";
import { secretsManagerReader } from "../twilio-credentials/secrets-manager.ts";
import { createPartBuffers, type PartBuffers } from "./part-buffers.ts";
import { openMedia, whyMalformed } from "./recording-media.ts";
import { recordingUrl } from "./recording-resource.ts";
import type { ArchiveSettings, Settings } from "./settings.ts";
import type { StoreServices } from "./store-recording.ts";
import { findStored, type ObjectPlace, type StoredRecording, verifyHead, verifyWhole } from "./stored-recording.ts";
import { type TwilioRequest, twilioRequests } from "./twilio-requests.ts";
import { storageFailure, upload, writeTags } from "./upload.ts";
import { workersOfCall } from "./workers.ts";

/** What the archive reaches outside of itself. */
export interface ArchiveReach {
  fetch: typeof fetch;
  s3: Pick<S3Client, "send">;
  secretsManager: Pick<SecretsManagerClient, "send">;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Twilio's API with the account's credentials. */
export function twilioOf(settings: ArchiveSettings, { fetch, secretsManager, now }: ArchiveReach): TwilioRequest {
  const { secretArn, accountSid } = settings;
  return twilioRequests({
    credentials: twilioCredentials({ read: secretsManagerReader(secretsManager, secretArn), accountSid, now }),
    fetch,
  });
}

/** Where a recording lies, or is to lie, in the bucket. */
export function placeOf(
  settings: ArchiveSettings,
  client: Pick<S3Client, "send">,
  recording: RecordingSid,
): ObjectPlace {
  const { bucket, keyLayout, prefix, accountSid } = settings;
  return { client, bucket, key: recordingKey(keyLayout, prefix, accountSid, recording) };
}

/** Longer than this nobody waits for who spoke. Milliseconds. */
const workersMilliseconds = 3_000;

/** What storing a recording rests on, but for who waits for its turn. */
export type MessageServices = Omit<StoreServices, "onStored">;

/** The services that a recording is stored with, by its message. */
export function storeServices(settings: Settings, reach: ArchiveReach): (message: RecordingMessage) => MessageServices {
  const request = twilioOf(settings, reach);
  const buffers = createPartBuffers();
  return (message) => servicesFor(message, settings, reach, request, buffers);
}

function servicesFor(
  message: RecordingMessage,
  settings: Settings,
  { s3 }: ArchiveReach,
  request: TwilioRequest,
  buffers: PartBuffers,
): MessageServices {
  const { recordingSid } = message;
  const place = placeOf(settings, s3, recordingSid);
  const url = recordingUrl(settings.apiUrl, settings.accountSid, recordingSid);
  const { workspaceSid, taskRouterUrl } = settings;
  return {
    open: (promised, signal) => openMedia(request, url, promised, signal),
    whyMalformed: (failure, signal) => whyMalformed(request, url, failure, signal),
    async workers(signal) {
      if (workspaceSid === null || (!message.callSid && !message.conferenceSid)) return [];
      const soon = AbortSignal.any([signal, AbortSignal.timeout(workersMilliseconds)]);
      return workersOfCall({ request, taskRouterUrl, workspaceSid }, message, soon);
    },
    find: (signal) => findStored(place, signal),
    upload: (source, signal) => upload({ ...place, buffers }, source, signal),
    verifyHead: (stored, expected, signal) => verifyHead(place, stored, expected, signal),
    verifyWhole: (stored, expected, signal) => verifyWhole(place, stored, expected, signal),
    async seal(stored, { seconds, channels, sha256 }, workers, signal) {
      const described = { ...message, ...toldBy(stored), workers, seconds, channels, sha256 };
      await writeTags(place, { ...stored.tags, ...tagsOf(described) }, signal);
    },
    async removeNote(signal) {
      await removeNote(s3, settings, recordingSid, signal).catch((error: unknown) => {
        throw storageFailure(error);
      });
    },
  };
}

/** What the object tells of itself goes before what a message tells that came later. */
function toldBy({ metadata }: StoredRecording) {
  const { call, conference, startTime } = recordingMetadata;
  const [callSid, conferenceSid, started] = [metadata[call], metadata[conference], metadata[startTime]];
  return {
    ...(callSid && { callSid }),
    ...(conferenceSid && { conferenceSid }),
    ...(started && { startTime: started }),
  };
}
