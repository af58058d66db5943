import type { S3Client } from "@aws-sdk/client-s3";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { callbackUrlOf } from "../../infra/archive/callback-url.ts";
import { recordingCallback } from "../../infra/recording-callback.ts";
import { type Settings, SettingsError, settingsFrom } from "../../infra/settings/settings.ts";
import { Mendable } from "../../local/engine/mendable.ts";
import { keyLayouts } from "../../media/recording-key.ts";
import { isAccountSid } from "../../media/sid.ts";
import { TwilioClient } from "../../providers/twilio/client.ts";
import { type AwsAccess, awsAccess, awsClients } from "../stack/aws-access.ts";
import type { Stack } from "../stack/stack.ts";
import { type StackFetch, stackFetch } from "../stack/stack-fetch.ts";
import { outputsOf, stackValues } from "../stack/stack-values.ts";
import { twilioOfStack } from "../stack/twilio-access.ts";

const outputsSchema = z.object({
  accountSid: z.string().refine(isAccountSid),
  bucketName: z.string().min(1),
  recordingsPrefix: z.string(),
  recordingsKeyLayout: z.enum(keyLayouts),
  playbackUrl: z.url(),
  archiveUrl: z.url().optional(),
  archiveDeadLetterQueueUrl: z.url().optional(),
  voiceFlowSid: z.string().optional(),
  messagingFlowSid: z.string().optional(),
});

/** What checks are made of: what a stack declares, where its parts are, and how to get there. Never shown. */
export interface Subject {
  stack: string;
  settings: Settings;
  outputs: z.output<typeof outputsSchema>;
  twilio: TwilioClient;
  /** Requests as anybody could make them. */
  fetch: StackFetch;
  /** Where anybody would ask for what is in the bucket, with a slash at the end. */
  bucketUrl: string;
  /** Lists the bucket, and asks whether its public access is blocked; no more. */
  s3: S3Client;
  /** Asks how many dead letters there are; no more. */
  sqs: SQSClient;
  /** Where Twilio is to report recordings of native and Studio's recording; empty where nobody is to know. */
  recordingCallback: string;
  flexToken: string | undefined;
  /** Milliseconds from one look to the next where something is waited for. */
  poll: number;
}

/** There is less time for each request than in work that takes hours. */
const requestTimeoutSeconds = 20;

export interface SubjectOptions extends Pick<Subject, "flexToken" | "poll"> {
  /** How often a request to Twilio that failed in passing is sent again. */
  retries: number;
}

/**
 * Reads what there is to verify; `close` ends its connections.
 * @throws {Mendable} where the stack's outputs or configuration can't be read
 */
export async function openSubject(
  stack: Stack,
  { flexToken, poll, retries }: SubjectOptions,
): Promise<Subject & { close: () => void }> {
  const { environment, name } = stack;
  const values = await stackValues(stack, { secrets: true });
  const outputs = outputsOf(stack, values, outputsSchema, "nothing to verify");
  const settings = settingsOf(values.config, environment);
  const access = twilioOfStack(stack, values, outputs.accountSid, environment);
  const aws = awsAccess(values.config, environment);
  const { s3, sqs, destroy } = awsClients(aws);
  return {
    stack: name,
    settings,
    outputs,
    twilio: new TwilioClient({ ...access, maxRetries: retries, requestTimeoutSeconds }),
    fetch: stackFetch(aws),
    bucketUrl: bucketUrlOf(outputs.bucketName, aws, environment),
    s3,
    sqs,
    recordingCallback: recordingCallback(settings.recording, settings.archive && archiveCallbackOf(outputs)),
    flexToken,
    poll,
    close: destroy,
  };
}

function settingsOf(config: Readonly<Record<string, string>>, environment: NodeJS.ProcessEnv): Settings {
  try {
    return settingsFrom(config, environment);
  } catch (error) {
    if (error instanceof SettingsError) throw new Mendable(error.message);
    throw error;
  }
}

/** The bucket at its own host, as a stranger would find it; in the path where an emulator is in its place. */
function bucketUrlOf(bucket: string, { endpoints, region: given }: AwsAccess, environment: NodeJS.ProcessEnv): string {
  if (endpoints.s3 !== undefined) return `${endpoints.s3.replace(/\/$/, "")}/${bucket}/`;
  const region = given ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION;
  if (!region) throw new Mendable("aws:region: is missing; give the region that the stack's bucket is in");
  return `https://${bucket}.s3.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}/`;
}

function archiveCallbackOf({ archiveUrl }: Subject["outputs"]): string | undefined {
  return archiveUrl === undefined ? undefined : callbackUrlOf(archiveUrl);
}
