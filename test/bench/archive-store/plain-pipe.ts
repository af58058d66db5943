import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";

// As the SDK's own upload of streams has them.
const partBytes = 5 * 1024 * 1024;
const partsAtOnce = 4;

/** A download piped to an upload, as one writes it without a second thought: nothing is looked at on the way. */
export async function plainPipe(
  url: string,
  authorization: string,
  s3: S3Client,
  object: { Bucket: string; Key: string },
) {
  const response = await fetch(url, { headers: { authorization } });
  if (!response.ok || !response.body) throw new Error(`Twilio answered ${response.status}.`);
  const parts = partsOf(response.body);
  const { value: first = Buffer.alloc(0) } = await parts.next();
  if (first.length < partBytes) {
    await s3.send(new PutObjectCommand({ ...object, ContentType: "audio/wav", Body: first }));
    return;
  }

  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...object, ContentType: "audio/wav" }));
  const underWay = new Set<Promise<void>>();
  const sent: CompletedPart[] = [];
  let number = 0;
  const start = async (Body: Buffer) => {
    number += 1;
    const one = send(Body, number).finally(() => underWay.delete(one));
    underWay.add(one);
    if (underWay.size >= partsAtOnce) await Promise.race(underWay);
  };
  const send = async (Body: Buffer, PartNumber: number) => {
    const { ETag } = await s3.send(new UploadPartCommand({ ...object, UploadId, PartNumber, Body }));
    sent.push({ ETag, PartNumber });
  };
  await start(first);
  for await (const part of parts) await start(part);
  await Promise.all(underWay);
  const Parts = sent.toSorted((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0));
  await s3.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }));
}

async function* partsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < partBytes) continue;
    const all = Buffer.concat(waiting);
    yield all.subarray(0, partBytes);
    waiting = [all.subarray(partBytes)];
    size -= partBytes;
  }
  if (size > 0) yield Buffer.concat(waiting);
}
