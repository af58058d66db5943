import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Document, isMap, isScalar, parseDocument, visit } from "yaml";
import { partsOf } from "../../cli/init/draft.ts";

/** What a stack's file says of how its secrets are sealed. */
const sealing = ["encryptionsalt", "secretsprovider", "encryptedkey"];

/** Settings that name something of one account, or of a team around it. */
const named = [
  "flex-media:recording.callbackUrl",
  "flex-media:voice.numbers",
  "flex-media:messaging.addresses",
  "flex-media:storage.kmsKeyArn",
  "flex-media:storage.accessLog.bucket",
  "flex-media:archive.alarmTopicArn",
  "flex-media:playback.alarmTopicArn",
  "flex-media:verification.from",
];

/** Settings that may name something of one account, with what any account has. */
const everywhere = {
  "aws:region": "us-east-1",
  "flex-media:voice.workflow": "Assign to Anyone",
  "flex-media:voice.taskChannel": "voice",
  "flex-media:messaging.workflow": "Assign to Anyone",
  "flex-media:messaging.taskChannel": "chat",
};

/**
 * The text of a stack's file as it was before `flex-media init`: without its account's names, credentials and secrets,
 * and with all that the stack says of itself. A team's file, which is complete, so becomes one for other accounts.
 */
export function withoutAccount(text: string): string {
  const document = parseDocument(text);
  if (!isMap(document.contents)) return text;
  const before = JSON.stringify(document);
  for (const key of sealing) document.delete(key);
  for (const key of keysOf(document)) if (isOfProvider(key)) document.deleteIn(["config", key]);
  for (const path of named) takeAway(document, path);
  for (const [path, value] of Object.entries(everywhere)) {
    const place = placeOf(path);
    if (document.hasIn(place)) document.setIn(place, value);
  }
  visit(document, {
    Pair: (_, { value }) => (isSecret(value) ? visit.REMOVE : undefined),
    Map: (_, map) => (isSecret(map) ? visit.REMOVE : undefined),
  });
  // Written anew it might be laid out otherwise, which nobody asked for.
  if (JSON.stringify(document) === before) return text;
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/**
 * Takes a stack's account out of its file.
 * @param project the folder of the stacks' files
 */
export async function takeOutAccount(project: string, stack: string): Promise<void> {
  const file = join(project, `Pulumi.${stack}.yaml`);
  await writeFile(file, withoutAccount(await readFile(file, "utf8")));
}

function keysOf(document: Document): string[] {
  const config = document.get("config");
  if (!isMap(config)) return [];
  return config.items.flatMap(({ key }) => (isScalar(key) && typeof key.value === "string" ? [key.value] : []));
}

/** Whether it says how an account is reached, which is all that the providers' keys say but for the region. */
function isOfProvider(key: string): boolean {
  return /^(aws|twilio):/.test(key) && !(key in everywhere);
}

/** Whether it is what Pulumi has sealed. */
function isSecret(value: unknown): boolean {
  return isMap(value) && value.items.length === 1 && value.has("secure");
}

function takeAway(document: Document, path: string): void {
  const place = placeOf(path);
  if (document.hasIn(place)) document.deleteIn(place);
}

/** `flex-media:voice.numbers` → `["config", "flex-media:voice", "numbers"]` */
function placeOf(path: string): string[] {
  return ["config", ...partsOf(path)];
}
