import {
  GetQueueAttributesCommand,
  ListQueueTagsCommand,
  type QueueAttributeName,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { type Tags, tagChanges } from "../tags.ts";

export type QueueAttributes = Partial<Record<QueueAttributeName, string>>;

/** All of a queue's attributes, or `undefined` if there is no such queue. */
export async function queueAttributes(
  { sqs }: Account,
  QueueUrl: string,
  abortSignal: AbortSignal,
): Promise<QueueAttributes | undefined> {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] });
  const found = await unlessMissing(sqs.send(command, { abortSignal }));
  return found && (found.Attributes ?? {});
}

/** Writes attributes; `undefined` if there is no such queue. */
export async function setQueueAttributes(
  { sqs }: Account,
  QueueUrl: string,
  Attributes: QueueAttributes,
  abortSignal: AbortSignal,
): Promise<object | undefined> {
  return unlessMissing(sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }), { abortSignal }));
}

export async function queueTags({ sqs }: Account, QueueUrl: string, abortSignal: AbortSignal): Promise<Tags> {
  const { Tags = {} } = await sqs.send(new ListQueueTagsCommand({ QueueUrl }), { abortSignal });
  return Tags;
}

export async function changeQueueTags(
  { sqs }: Account,
  QueueUrl: string,
  before: Tags,
  after: Tags,
  abortSignal: AbortSignal,
): Promise<void> {
  const { set, remove } = tagChanges(before, after);
  if (remove.length > 0) await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: remove }), { abortSignal });
  if (Object.keys(set).length > 0) await sqs.send(new TagQueueCommand({ QueueUrl, Tags: set }), { abortSignal });
}
