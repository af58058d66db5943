import { z } from "zod";
import { keyLayouts } from "../../media/recording-key.ts";
import { isAccountSid } from "../../media/sid.ts";
import { TwilioClient } from "../../providers/twilio/client.ts";
import type { Archive } from "../archive/archive.ts";
import { type AwsAccess, awsAccess, awsClients } from "./aws-access.ts";
import type { StackPulumi } from "./pulumi.ts";
import { outputsOf, stackValues } from "./stack-values.ts";
import { type TwilioAccess, twilioOfStack } from "./twilio-access.ts";

const outputsSchema = z.object({
  accountSid: z.string().refine(isAccountSid),
  bucketName: z.string().min(1),
  recordingsPrefix: z.string(),
  recordingsKeyLayout: z.enum(keyLayouts),
  archiveQueueUrl: z.url(),
  archiveDeadLetterQueueUrl: z.url(),
});

/** A stack's archive, and how to get there. Holds credentials, so it is never shown. */
export interface ArchiveStack {
  name: string;
  outputs: z.output<typeof outputsSchema>;
  twilio: TwilioAccess;
  aws: AwsAccess;
}

/** Reads where a stack's archive is, and how to reach it, from its outputs and its configuration. */
export async function archiveStack(
  name: string,
  pulumi: StackPulumi,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ArchiveStack> {
  const values = await stackValues({ name, pulumi }, { secrets: true });
  const outputs = outputsOf({ name }, values, outputsSchema, "no archive");
  const twilio = twilioOfStack({ name }, values, outputs.accountSid, environment);
  return { name, outputs, twilio, aws: awsAccess(values.config, environment) };
}

/** Opens an archive for work; `close` ends its connections. */
export function openArchive({ name, outputs, twilio, aws }: ArchiveStack): Archive & { close(): void } {
  const { s3, sqs, cloudwatch, destroy } = awsClients(aws);
  return {
    stack: name,
    accountSid: outputs.accountSid,
    bucket: outputs.bucketName,
    prefix: outputs.recordingsPrefix,
    keyLayout: outputs.recordingsKeyLayout,
    queueUrl: outputs.archiveQueueUrl,
    deadLetterQueueUrl: outputs.archiveDeadLetterQueueUrl,
    twilio: new TwilioClient(twilio),
    s3,
    sqs,
    cloudwatch,
    close: destroy,
  };
}
