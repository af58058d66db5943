/** Uncompressed audio: 16 bit PCM, one array of samples a channel, all of the same length. */
export interface Audio {
  /** Samples a second. */
  sampleRate: number;
  channels: readonly Int16Array[];
}

const bytesPerSample = 2;
const pcm = 1;
/** Before the samples in the files that encodeWav makes. */
const headerBytes = 44;

/** The audio as a WAV file: RIFF with the two chunks that a player needs, samples interleaved. */
export function encodeWav({ sampleRate, channels }: Audio): Uint8Array {
  const frames = channels[0]?.length ?? 0;
  if (channels.some((channel) => channel.length !== frames)) {
    throw new RangeError("channels: differ in length; give each as many samples");
  }
  const frameBytes = channels.length * bytesPerSample;
  const wav = new Uint8Array(headerBytes + frames * frameBytes);
  const view = new DataView(wav.buffer);

  writeName(view, 0, "RIFF");
  view.setUint32(4, wav.length - 8, true);
  writeName(view, 8, "WAVE");
  writeName(view, 12, "fmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, pcm, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, bytesPerSample * 8, true);
  writeName(view, 36, "data");
  view.setUint32(40, frames * frameBytes, true);

  for (const [index, channel] of channels.entries()) {
    for (const [frame, sample] of channel.entries()) {
      view.setInt16(headerBytes + frame * frameBytes + index * bytesPerSample, sample, true);
    }
  }
  return wav;
}

/** Reads a 16 bit PCM WAV file and splits its channels. Throws an Error that says what is wrong with any other. */
export function decodeWav(wav: Uint8Array): Audio {
  const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength);
  if (wav.length < 12 || readName(view, 0) !== "RIFF" || readName(view, 8) !== "WAVE") {
    throw new Error("WAV: does not begin with RIFF and WAVE; this is another kind of file");
  }
  const format = chunk(view, "fmt ");
  if (format.byteLength < 16) throw new Error("WAV: the fmt chunk is too short; the file is damaged");
  const channelCount = format.getUint16(2, true);
  if (format.getUint16(0, true) !== pcm || format.getUint16(14, true) !== bytesPerSample * 8 || channelCount === 0) {
    throw new Error("WAV: is not 16 bit PCM; convert it first");
  }
  const data = chunk(view, "data");
  const frameBytes = channelCount * bytesPerSample;
  const frames = Math.floor(data.byteLength / frameBytes);
  const channels = Array.from({ length: channelCount }, (_, index) =>
    Int16Array.from({ length: frames }, (_, frame) => data.getInt16(frame * frameBytes + index * bytesPerSample, true)),
  );
  return { sampleRate: format.getUint32(4, true), channels };
}

/** Chunks come in any order, with others between, each padded to an even length. */
function chunk(view: DataView, name: string): DataView {
  let offset = 12;
  while (offset + 8 <= view.byteLength) {
    const length = view.getUint32(offset + 4, true);
    if (readName(view, offset) === name) {
      if (offset + 8 + length > view.byteLength) {
        throw new Error(`WAV: the ${name.trim()} chunk ends beyond the file; the file is cut off`);
      }
      return new DataView(view.buffer, view.byteOffset + offset + 8, length);
    }
    offset += 8 + length + (length % 2);
  }
  throw new Error(`WAV: has no ${name.trim()} chunk; the file is damaged`);
}

function readName(view: DataView, offset: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(offset + index)));
}

function writeName(view: DataView, offset: number, name: string): void {
  for (const [index, character] of Array.from(name).entries()) view.setUint8(offset + index, character.charCodeAt(0));
}
