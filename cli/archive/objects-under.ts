import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { Archive } from "./archive.ts";

/** The bucket's objects whose keys begin so, in the order of their keys. Times are milliseconds since 1970. */
export async function* objectsUnder(
  { s3, bucket }: Pick<Archive, "s3" | "bucket">,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<{ key: string; modifiedAt: number }> {
  let ContinuationToken: string | undefined;
  do {
    const asked = { Bucket: bucket, Prefix: prefix, ...(ContinuationToken && { ContinuationToken }) };
    const page = await s3.send(new ListObjectsV2Command(asked), { abortSignal: signal });
    for (const { Key = "", LastModified } of page.Contents ?? []) {
      yield { key: Key, modifiedAt: LastModified?.getTime() ?? 0 };
    }
    ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (ContinuationToken !== undefined);
}
