import { expect, test } from "vitest";
import { accountSid, credentials, otherAccountSid, recordedAudio, recordings, running } from "./running.ts";

const stereo = recordedAudio(1000, -200);
const mono = recordedAudio(400);

async function withMedia(audio: Buffer, recording: { conference_sid?: string } = {}) {
  const twilio = await running();
  const { sid } = twilio.control.recordings.add(audio, recording);
  return { twilio, media: `${recordings}/${sid}` };
}

async function bytes(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

test.each(["", ".wav", "?RequestedChannels=2", ".wav?RequestedChannels=2"])(
  "%j gives a call's recording byte for byte",
  async (suffix) => {
    const { twilio, media } = await withMedia(stereo);
    const response = await twilio.call(media + suffix);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("audio/x-wav");
    expect(response.headers.get("content-length")).toBe(String(stereo.length));
    expect((await bytes(response)).equals(stereo)).toBe(true);
  },
);

test("one requested channel is the mix of both", async () => {
  const { twilio, media } = await withMedia(stereo);
  expect((await bytes(await twilio.call(`${media}.wav?RequestedChannels=1`))).equals(mono)).toBe(true);
});

test("a conference comes mixed unless two channels are asked for", async () => {
  const { twilio, media } = await withMedia(stereo, { conference_sid: `CF${"2".repeat(32)}` });
  expect((await bytes(await twilio.call(media))).equals(mono)).toBe(true);
  expect((await bytes(await twilio.call(`${media}?RequestedChannels=2`))).equals(stereo)).toBe(true);
});

test("two channels of a recording that has one are 400, one is as it was recorded", async () => {
  const { twilio, media } = await withMedia(mono);
  expect((await twilio.call(`${media}.wav?RequestedChannels=2`)).status).toBe(400);
  expect((await bytes(await twilio.call(`${media}.wav?RequestedChannels=1`))).equals(mono)).toBe(true);
});

test.each(["3", "0", "", "two"])("RequestedChannels=%s is 400", async (channels) => {
  const { twilio, media } = await withMedia(stereo);
  expect((await twilio.call(`${media}?RequestedChannels=${channels}`)).status).toBe(400);
});

test("HEAD tells size and type without the bytes", async () => {
  const { twilio, media } = await withMedia(stereo);
  const response = await twilio.call(media, { method: "HEAD" });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-length")).toBe(String(stereo.length));
  expect(await response.text()).toBe("");
});

test.each([
  ["bytes=0-43", 0, 44],
  ["bytes=44-", 44, undefined],
  ["bytes=-10", stereo.length - 10, undefined],
  ["bytes=100-99999999", 100, undefined],
])("the range %s is a part", async (range, from, to) => {
  const { twilio, media } = await withMedia(stereo);
  const response = await twilio.call(media, { headers: { range } });
  const part = stereo.subarray(from, to);
  expect(response.status).toBe(206);
  const last = from + part.length - 1;
  expect(response.headers.get("content-range")).toBe(`bytes ${from}-${last}/${stereo.length}`);
  expect((await bytes(response)).equals(part)).toBe(true);
});

test("a range past the end is 416, and a range that is none is ignored", async () => {
  const { twilio, media } = await withMedia(stereo);
  const past = await twilio.call(media, { headers: { range: `bytes=${stereo.length}-` } });
  expect(past.status).toBe(416);
  expect(past.headers.get("content-range")).toBe(`bytes */${stereo.length}`);
  for (const range of ["bytes=5-2", "bytes=-", "pages=1-2", "bytes=0-1,4-5"]) {
    expect((await twilio.call(media, { headers: { range } })).status).toBe(200);
  }
});

test("MP3 is refused, not faked", async () => {
  const { twilio, media } = await withMedia(stereo);
  const response = await twilio.call(`${media}.mp3`);
  expect(response.status).toBe(501);
  expect(await response.text()).toContain("no MP3 encoder; ask for .wav");
});

test("with authentication on media, a bare request is 401 in the XML of 2010-04-01", async () => {
  const { twilio, media } = await withMedia(stereo);
  expect(twilio.control.voiceSettings.get()).toEqual({ httpAuthOnMedia: true });
  const response = await fetch(`${twilio.url}/${media}.wav`);
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toBe('Basic realm="Twilio API"');
  expect(response.headers.get("content-type")).toBe("application/xml");
  expect(await response.text()).toContain("<RestException><Code>20003</Code><Message>Authenticate</Message>");
});

test("without it anybody reads media, and only media, of this account", async () => {
  const { twilio, media } = await withMedia(stereo);
  twilio.control.voiceSettings.set({ httpAuthOnMedia: false });
  expect((await fetch(`${twilio.url}/${media}.wav`)).status).toBe(200);
  expect((await fetch(`${twilio.url}/${media}.json`)).status).toBe(401);
  expect((await fetch(`${twilio.url}/${media}`, { method: "DELETE" })).status).toBe(401);
  expect((await fetch(`${twilio.url}/${media.replace(accountSid, otherAccountSid)}.wav`)).status).toBe(404);
  twilio.control.voiceSettings.set({ httpAuthOnMedia: true });
  expect((await fetch(`${twilio.url}/${media}.wav`)).status).toBe(401);
});

test.each(["in-progress", "processing", "absent"] as const)(
  "media of a recording that is %s is 404",
  async (status) => {
    const twilio = await running();
    const { sid } = twilio.control.recordings.add(undefined, { status });
    for (const extension of ["", ".wav", ".mp3"]) {
      const response = await fetch(`${twilio.url}/${recordings}/${sid}${extension}`, {
        headers: { authorization: credentials },
      });
      expect(response.status).toBe(404);
      expect(await response.text()).toContain("<Code>20404</Code>");
    }
  },
);
