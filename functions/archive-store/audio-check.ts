import { createHash } from "node:crypto";
import { ServiceFailure } from "../lambda/service-failure.ts";
import { longestHeaderBytes, readWavHeader, type WavHeader } from "./wav-header.ts";

/** What is known of audio before it comes. */
export interface ExpectedAudio {
  /** As Twilio told it. */
  channels?: 1 | 2 | undefined;
  /** Whole seconds, as Twilio rounds them. */
  durationSeconds?: number | undefined;
  /** As the answer's headers tell it. */
  contentLength?: number | undefined;
}

/** Audio that came whole and is what was expected. */
export interface CheckedAudio {
  bytes: number;
  channels: number;
  seconds: number;
  /** In hexadecimal digits. */
  sha256: string;
}

/** Twilio gives whole seconds, and does not say how it rounds. */
const roundingSeconds = 1;

/**
 * Looks at audio as it passes by. `add` throws a ServiceFailure as soon as the audio can't be right, `end` when it
 * has all come and isn't.
 */
export class AudioCheck {
  readonly #expected: ExpectedAudio;
  readonly #hash = createHash("sha256");
  #head: Buffer = Buffer.alloc(0);
  #header: WavHeader | undefined;
  #bytes = 0;

  constructor(expected: ExpectedAudio) {
    this.#expected = expected;
  }

  add(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    this.#hash.update(chunk);
    if (!this.#header) this.#header = this.#read(chunk);
  }

  /** Known as soon as the header has come. */
  get channels(): number | undefined {
    return this.#header?.channels;
  }

  end(): CheckedAudio {
    const seconds = checkLength(this.#header, this.#bytes, this.#expected);
    const { channels } = this.#header ?? { channels: 0 };
    return { bytes: this.#bytes, channels, seconds, sha256: this.#hash.digest("hex") };
  }

  #read(chunk: Uint8Array): WavHeader | undefined {
    this.#head = Buffer.concat([this.#head, chunk.subarray(0, longestHeaderBytes)]);
    const header = readWavHeader(this.#head);
    if (header === "none") throw new ServiceFailure("media_malformed", "is not a WAV file");
    if (header === "more") return undefined;
    this.#head = Buffer.alloc(0);
    checkChannels(header, this.#expected);
    return header;
  }
}

/** Two channels where one was promised are welcome; one where two were promised is a loss. */
export function checkChannels({ channels }: WavHeader, expected: ExpectedAudio): void {
  if (channels > 2) throw new ServiceFailure("channels_differ", `${channels} channels came`);
  if (channels === 1 && expected.channels === 2) {
    throw new ServiceFailure("channels_differ", "one channel came where Twilio told of two");
  }
}

/**
 * The audio's length in seconds, once it is known to be whole.
 * @throws ServiceFailure for audio that is cut, that goes on after its end, or has another duration than expected
 */
export function checkLength(
  header: WavHeader | undefined,
  bytes: number,
  { contentLength, durationSeconds }: ExpectedAudio,
): number {
  if (contentLength !== undefined && bytes !== contentLength) {
    throw new ServiceFailure("media_cut", `${bytes} bytes came of ${contentLength}`);
  }
  if (!header) throw new ServiceFailure("media_malformed", "ends before its audio begins");
  if (header.audioBytes === undefined && contentLength === undefined) {
    throw new ServiceFailure("media_malformed", "neither its header nor the answer tells its length");
  }
  const audioBytes = header.audioBytes ?? bytes - header.audioAt;
  const promised = header.audioAt + audioBytes;
  if (bytes < promised) throw new ServiceFailure("media_cut", `${bytes} bytes came, the header promises ${promised}`);
  // Chunks may follow the audio, such as a text on who recorded it.
  const end = Math.max(promised, header.fileBytes ?? bytes);
  if (bytes > end + 1) throw new ServiceFailure("media_malformed", `${bytes} bytes came, the header tells of ${end}`);
  if (bytes < end) throw new ServiceFailure("media_cut", `${bytes} bytes came, the header promises ${end}`);
  const seconds = audioBytes / header.bytesPerSecond;
  if (durationSeconds !== undefined && Math.abs(seconds - durationSeconds) > roundingSeconds) {
    const came = Math.round(seconds * 1000) / 1000;
    throw new ServiceFailure("duration_differs", `${came} s came, Twilio told of ${durationSeconds} s`);
  }
  return seconds;
}
