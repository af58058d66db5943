import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Document, parse, parseDocument } from "yaml";
import { z } from "zod";
import { withPorts } from "../stack-config.ts";
import type { LocalAccount } from "./account.ts";

const fileSchema = z.object({ config: z.record(z.string(), z.unknown()) });

/**
 * Fills into a stack's file what it leaves to its account, but for secrets: where the account is, and its numbers. All
 * about the stand-ins is what the local stack's file says of them.
 *
 * @param project the folder of the stacks' files
 */
export async function fillIn(project: string, stack: string, { values, twilio, aws }: LocalAccount): Promise<void> {
  const local = await readFile(join(project, "Pulumi.local.yaml"), "utf8");
  const { config } = fileSchema.parse(parse(withPorts(local, { twilio: twilio.port, aws: aws.port })));
  await change(join(project, `Pulumi.${stack}.yaml`), (file) => {
    for (const [key, value] of Object.entries(config)) {
      if (leadsToStandIns(key) && !isSecret(value)) file.setIn(["config", key], file.createNode(value));
    }
    file.setIn(["config", "twilio:accountSid"], values.accountSid);
    file.setIn(["config", "flex-media:voice", "numbers"], file.createNode([values.voiceNumber]));
    const addresses = [
      { type: "sms", address: values.textNumber, name: "Text messages" },
      { type: "chat", address: "web", name: "Web chat" },
    ];
    file.setIn(["config", "flex-media:messaging", "addresses"], file.createNode(addresses));
  });
}

/** The account's credentials, by the keys that they have in a stack's configuration. */
export function credentialsOf({ values, aws }: LocalAccount): Record<string, string> {
  return {
    "twilio:authToken": values.authToken,
    "aws:accessKey": aws.credentials.accessKeyId,
    "aws:secretKey": aws.credentials.secretAccessKey,
  };
}

/** Comments and order stay, as they would under an editor. */
async function change(path: string, edit: (file: Document) => void): Promise<void> {
  const file: Document = parseDocument(await readFile(path, "utf8"));
  edit(file);
  await writeFile(path, file.toString({ lineWidth: 0, flowCollectionPadding: false }));
}

function leadsToStandIns(key: string): boolean {
  return key.startsWith("aws:") || key.startsWith("twilio:");
}

function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}
