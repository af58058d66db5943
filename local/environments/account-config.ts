import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { isSealed, StackFile, withValues } from "../../cli/init/stack-file.ts";
import { withPorts } from "../stack-config.ts";
import type { LocalAccount } from "./account.ts";

const fileSchema = z.object({ config: z.record(z.string(), z.unknown()) });

/**
 * Fills into a stack's file what it leaves to its account, but for secrets: where the account is, and the numbers of what
 * the stack has flows for. All about the stand-ins is what the local stack's file says of them.
 *
 * @param project the folder of the stacks' files
 */
export async function fillIn(project: string, stack: string, { values, twilio, aws }: LocalAccount): Promise<void> {
  const local = await readFile(join(project, "Pulumi.local.yaml"), "utf8");
  const { config } = fileSchema.parse(parse(withPorts(local, { twilio: twilio.port, aws: aws.port })));
  const addresses = [
    { type: "sms", address: values.textNumber, name: "Text messages" },
    { type: "chat", address: "web", name: "Web chat" },
  ];
  const file = await StackFile.read(project, stack);
  const has = (key: string) => file.values().has(key);
  const wanted = new Map<string, unknown>([
    ...Object.entries(config).filter(([key, value]) => leadsToStandIns(key) && !isSealed(value)),
    ["twilio:accountSid", values.accountSid],
  ]);
  if (has("flex-media:voice")) wanted.set("flex-media:voice.numbers", [values.voiceNumber]);
  if (has("flex-media:messaging")) wanted.set("flex-media:messaging.addresses", addresses);
  await writeFile(file.path, withValues(file.name, file.text, wanted));
}

/** The account's credentials, by the keys that they have in a stack's configuration. */
export function credentialsOf({ values, accessKey }: LocalAccount): Record<string, string> {
  return {
    "twilio:authToken": values.authToken,
    "aws:accessKey": accessKey.accessKeyId,
    "aws:secretKey": accessKey.secretAccessKey,
  };
}

function leadsToStandIns(key: string): boolean {
  return key.startsWith("aws:") || key.startsWith("twilio:");
}
