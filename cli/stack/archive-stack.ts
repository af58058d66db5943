import { z } from "zod";
import { Mendable } from "../../local/engine/mendable.ts";
import { keyLayouts } from "../../media/recording-key.ts";
import { isAccountSid } from "../../media/sid.ts";
import { TwilioClient } from "../../providers/twilio/client.ts";
import type { Archive } from "../archive/archive.ts";
import { type AwsAccess, awsAccess, awsClients } from "./aws-access.ts";
import { jsonOf, type StackPulumi } from "./pulumi.ts";
import { type TwilioAccess, twilioAccess } from "./twilio-access.ts";

const outputsSchema = z.object({
  accountSid: z.string().refine(isAccountSid),
  bucketName: z.string().min(1),
  recordingsPrefix: z.string(),
  recordingsKeyLayout: z.enum(keyLayouts),
  archiveQueueUrl: z.url(),
  archiveDeadLetterQueueUrl: z.url(),
});
const configSchema = z.record(z.string(), z.object({ value: z.string().optional() }));

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
  const outputs = outputsSchema.safeParse(await jsonOf(name, pulumi, ["stack", "output", "--json"]));
  if (!outputs.success) {
    const missing = [...new Set(outputs.error.issues.map(({ path }) => String(path[0])))].join(", ");
    throw new Mendable(
      `--stack: ${name} has no archive, as its outputs lack ${missing}; \`npm run pulumi -- up --stack ${name}\` first`,
    );
  }
  const config = configSchema.parse(await jsonOf(name, pulumi, ["config", "--json", "--show-secrets"]));
  const values = Object.fromEntries(Object.entries(config).map(([key, { value = "" }]) => [key, value]));
  const twilio = twilioAccess(values, environment);
  if (twilio.accountSid !== outputs.data.accountSid) {
    throw new Mendable(
      `twilio:accountSid: is another account than the one that ${name} was brought up for; run pulumi up, or set it back`,
    );
  }
  return { name, outputs: outputs.data, twilio, aws: awsAccess(values, environment) };
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
