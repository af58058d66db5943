/** Audio in a WAV file: 16-bit PCM, one or two channels interleaved. */
export interface Wav {
  readonly channels: 1 | 2;
  /** Samples per second and channel. */
  readonly sampleRate: number;
  /** Interleaved little-endian samples. */
  readonly samples: Buffer;
}

const pcm = 1;
const extensible = 0xfffe;
const bytesPerSample = 2;

/** @throws Error that says what the file is instead, when it is not 16-bit PCM of one or two channels */
export function parseWav(file: Buffer): Wav {
  if (file.length < 12 || file.toString("latin1", 0, 4) !== "RIFF" || file.toString("latin1", 8, 12) !== "WAVE") {
    throw new Error("is not a WAV file");
  }
  const format = chunk(file, "fmt ");
  const samples = chunk(file, "data");
  if (!format || format.length < 16 || !samples) throw new Error("is a WAV file without a format or without data");
  const tag = format.readUInt16LE(0);
  const encoding = tag === extensible && format.length >= 26 ? format.readUInt16LE(24) : tag;
  const channels = format.readUInt16LE(2);
  const bits = format.readUInt16LE(14);
  if (encoding !== pcm || bits !== 8 * bytesPerSample) {
    throw new Error(`has ${bits}-bit samples of encoding ${encoding}; send 16-bit PCM`);
  }
  if (channels !== 1 && channels !== 2) throw new Error(`has ${channels} channels; send one or two`);
  const sampleRate = format.readUInt32LE(4);
  if (sampleRate === 0) throw new Error("has a sample rate of 0");
  const wholeFrames = samples.length - (samples.length % (channels * bytesPerSample));
  return { channels, sampleRate, samples: samples.subarray(0, wholeFrames) };
}

/** Chunks are four letters, a length and the content, padded to even lengths. */
function chunk(file: Buffer, name: string): Buffer | undefined {
  let at = 12;
  while (at + 8 <= file.length) {
    const length = file.readUInt32LE(at + 4);
    if (file.toString("latin1", at, at + 4) === name) return file.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length % 2);
  }
  return undefined;
}

export function encodeWav({ channels, sampleRate, samples }: Wav): Buffer {
  const header = Buffer.alloc(44);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(36 + samples.length, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(pcm, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * channels * bytesPerSample, 28);
  header.writeUInt16LE(channels * bytesPerSample, 32);
  header.writeUInt16LE(8 * bytesPerSample, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

export function durationSeconds({ channels, sampleRate, samples }: Wav): number {
  return samples.length / (channels * bytesPerSample * sampleRate);
}

/** The mean of both channels; a file that has one channel stays as it is. */
export function mixToMono(file: Buffer): Buffer {
  const wav = parseWav(file);
  if (wav.channels === 1) return file;
  const mixed = Buffer.alloc(wav.samples.length / 2);
  for (let at = 0; at < mixed.length; at += bytesPerSample) {
    const [left, right] = [wav.samples.readInt16LE(at * 2), wav.samples.readInt16LE(at * 2 + bytesPerSample)];
    mixed.writeInt16LE(Math.trunc((left + right) / 2), at);
  }
  return encodeWav({ channels: 1, sampleRate: wav.sampleRate, samples: mixed });
}
