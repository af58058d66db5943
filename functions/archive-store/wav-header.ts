/** What the head of a WAV file says of the file. */
export interface WavHeader {
  channels: number;
  /** Bytes of audio a second, all channels together. */
  bytesPerSecond: number;
  /** Where the audio begins, in bytes from the file's beginning. */
  audioAt: number;
  /** Bytes of audio; undefined where the writer did not know how many would come. */
  audioBytes: number | undefined;
  /** Bytes of the whole file; undefined likewise. */
  fileBytes: number | undefined;
}

/** A header that is longer than this is taken for none. */
export const longestHeaderBytes = 64 * 1024;

/** What stands for a length by a writer that streams. */
const unknownLength = 0xffff_ffff;

/**
 * The header at the beginning of a file, as far as its bytes are there: `more` where they end before the audio does
 * begin, `none` where this is no WAV file.
 */
export function readWavHeader(bytes: Buffer): WavHeader | "more" | "none" {
  const start = bytes.toString("latin1", 0, 12);
  if (!"RIFF".startsWith(start.slice(0, 4)) || !"WAVE".startsWith(start.slice(8))) return "none";
  let at = 12;
  let format: Pick<WavHeader, "channels" | "bytesPerSecond"> | undefined;
  while (at + 8 <= Math.min(bytes.length, longestHeaderBytes)) {
    const name = bytes.toString("latin1", at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const content = at + 8;
    if (name === "data") {
      if (!format) return "none";
      const fileLength = bytes.readUInt32LE(4);
      const isUnknown =
        length === unknownLength || (length === 0 && (fileLength === 0 || fileLength === unknownLength));
      const audioBytes = isUnknown ? undefined : length;
      return { ...format, audioAt: content, audioBytes, fileBytes: isUnknown ? undefined : fileLength + 8 };
    }
    if (name === "fmt ") {
      if (length < 16) return "none";
      if (content + 16 > bytes.length) return "more";
      format = { channels: bytes.readUInt16LE(content + 2), bytesPerSecond: bytes.readUInt32LE(content + 8) };
      if (format.channels === 0 || format.bytesPerSecond === 0) return "none";
    }
    // Chunks are padded to even lengths.
    at = content + length + (length % 2);
  }
  return at + 8 <= longestHeaderBytes ? "more" : "none";
}
