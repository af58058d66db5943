import type { Change, Operation } from "../change.ts";
import { titleOf } from "./resources.ts";
import { overwriting } from "./rotation.ts";

type Consequences = Partial<Record<Operation, string>>;

/** What changes of these mean beyond the resource itself. */
const byType: Readonly<Record<string, Consequences>> = {
  "twilio:flex:Configuration": {
    create: "it is one for the whole account: what is declared changes for all agents at once",
    update: "it is one for the whole account, so it changes for all agents at once",
    delete: "what was there before it was managed comes back, for all agents at once",
  },
  "twilio:studio:Flow": {
    update: "calls and messages that come in from then on run it; those under way stay in the old revision",
    replace: "another flow with another SID and webhook URL; what leads to the old one by hand leads nowhere",
    delete: "it is gone with its revisions and logs, which can't be undone; what still leads to it leads nowhere",
  },
  "twilio:phone:IncomingNumber": {
    replace: "the old number gets back the routing that it had; the account keeps it",
    delete: "it gets back the routing that it had before it was managed; the account keeps it",
  },
  "twilio:conversations:AddressConfiguration": {
    replace: "between its delete and its create, messages to it make no conversation",
    delete: "messages to it make no conversation any more",
  },
  "twilio:iam:ApiKey": {
    replace: "whoever uses the old key is refused",
    delete: "whoever uses it is refused",
  },
  "aws:s3/bucket:Bucket": {
    replace: "the new bucket is empty: what lies in the old one is no longer played, and has to be brought over",
    delete: "with it go the recordings that lie in it",
  },
  "aws:kms/key:Key": {
    replace: "what is encrypted with the old key can be read only as long as that exists",
    delete: "what is encrypted with it can't be read again once its waiting period is over, which can't be undone",
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    delete: "nothing keeps the bucket from being made public",
  },
  "aws:s3/bucketPolicy:BucketPolicy": { delete: "the bucket can be reached without TLS" },
  "aws:s3/bucketVersioning:BucketVersioning": { delete: "what is overwritten or deleted can't be brought back" },
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": { delete: "players can't fetch recordings any more" },
  "aws:lambda/functionUrl:FunctionUrl": {
    replace: "it has another URL: links in Tasks of earlier calls lead nowhere, so these calls are no longer played",
    delete: "links to it, such as those in Tasks of earlier calls, lead nowhere",
  },
  "aws:sqs/queue:Queue": {
    replace: "messages in the old queue are lost; recordings among them are brought back by a backfill",
    delete: "messages in it are lost; recordings among them are brought back by a backfill",
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    replace: "the old log is gone",
    delete: "the log is gone",
  },
};

/** What a change means, where that is more than it says itself. */
export function consequenceOf({ type, operation, isRetained }: Change): string | undefined {
  if (isRetained && operation === "delete") return "it stays as it is, and nothing manages it any more";
  const known = Object.hasOwn(byType, type) ? byType[type]?.[operation] : undefined;
  if (isRetained && operation === "replace") {
    return [known, "the old one stays, and nothing manages it any more"]
      .filter((text) => text !== undefined)
      .join("; ");
  }
  return known;
}

/**
 * What somebody has to have read before it happens: replaces and deletes, what changes for everybody at once, and
 * a credential that may be written over.
 */
export function cautionsOf(changes: readonly Change[]): { change: Change; text: string }[] {
  return changes.flatMap((change) => {
    const { operation } = change;
    const isGrave = operation === "replace" || operation === "delete";
    const lost = overwriting(change);
    if (lost !== undefined) return [{ change, text: `${titleOf(change)} ${done[operation]}: ${lost}` }];
    const consequence = consequenceOf(change);
    if (!isGrave && (change.type !== "twilio:flex:Configuration" || consequence === undefined)) return [];
    const reasons = change.properties.filter(({ replaces }) => replaces).map(({ path }) => path);
    const why = reasons.length > 0 ? ` for ${reasons.join(", ")}` : "";
    const what = `${titleOf(change)} ${done[operation]}${why}`;
    return [{ change, text: consequence === undefined ? what : `${what}: ${consequence}` }];
  });
}

const done: Readonly<Record<Operation, string>> = {
  create: "is created",
  update: "is changed",
  replace: "is replaced",
  delete: "is deleted",
  import: "is imported",
};
