/**
 * The size of a part in S3, in bytes. S3 takes 10,000 parts, which is more than the 4 GB that a WAV file can have, and
 * none but the last may be smaller than 5 MiB.
 */
export const partBytes = 8 * 1024 * 1024;

/** Buffers of a part's size that are used again, so that memory stays the same however long recordings are. */
export interface PartBuffers {
  take(): Buffer;
  giveBack(buffer: Buffer): void;
}

export function createPartBuffers(): PartBuffers {
  const free: Buffer[] = [];
  return {
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(partBytes),
    giveBack: (buffer) => void free.push(buffer),
  };
}

/** A part in its buffer, which is to be given back once it isn't needed any more. */
export interface Part {
  buffer: Buffer;
  /** How many bytes of the buffer it has; all but in the last part. */
  length: number;
}

/** Cuts what comes into parts; none where nothing comes. */
export async function* partsOf(chunks: AsyncIterable<Uint8Array>, buffers: PartBuffers): AsyncGenerator<Part> {
  let part: Part | undefined;
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; ) {
        part ??= { buffer: buffers.take(), length: 0 };
        const taken = chunk.subarray(at, at + partBytes - part.length);
        part.buffer.set(taken, part.length);
        part.length += taken.length;
        at += taken.length;
        if (part.length < partBytes) continue;
        const full = part;
        part = undefined;
        yield full;
      }
    }
    const last = part;
    part = undefined;
    if (last) yield last;
  } finally {
    if (part) buffers.giveBack(part.buffer);
  }
}
