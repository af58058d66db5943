import { ListTagsCommand, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-lambda";
import type { Account } from "../account.ts";
import { type Tags, tagChanges } from "../tags.ts";

/** The tags of a function or of an event source mapping, by its ARN. */
export async function readTags({ lambda }: Account, Resource: string, abortSignal: AbortSignal): Promise<Tags> {
  const { Tags = {} } = await lambda.send(new ListTagsCommand({ Resource }), { abortSignal });
  return Tags;
}

/** Brings them from what they were to what they are to be. */
export async function changeTags(
  { lambda }: Account,
  Resource: string,
  [before, after]: readonly [Tags, Tags],
  abortSignal: AbortSignal,
): Promise<void> {
  const { set, remove } = tagChanges(before, after);
  if (remove.length > 0) await lambda.send(new UntagResourceCommand({ Resource, TagKeys: remove }), { abortSignal });
  if (Object.keys(set).length > 0) await lambda.send(new TagResourceCommand({ Resource, Tags: set }), { abortSignal });
}
