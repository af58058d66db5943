import { expect, test } from "vitest";
import { recordingMessage } from "../../../functions/archive-queue/message.ts";
import { firstPage, recordingPages } from "../../../functions/archive-store/recording-pages.ts";
import { twilioRequests } from "../../../functions/archive-store/twilio-requests.ts";
import { isRecordingSid } from "../../../media/sid.ts";
import { accountSid, authToken, type Running, recordedAudio, running } from "../local-twilio/running.ts";

const signal = new AbortController().signal;
const account = accountSid as `AC${string}`;

function requestsAt() {
  const credentials = { username: accountSid, password: authToken };
  const source = { current: async () => credentials, renewed: async () => credentials, age: () => 0 };
  return twilioRequests({ credentials: source, fetch });
}

async function sids(twilio: Running, first: string): Promise<{ sids: string[]; next: (string | null)[] }> {
  const all = { sids: [] as string[], next: [] as (string | null)[] };
  for await (const { recordings, next } of recordingPages(
    requestsAt(),
    twilio.endpoint("api.twilio.com"),
    first,
    signal,
  )) {
    all.sids.push(...recordings.map(({ sid }) => sid));
    all.next.push(next);
  }
  return all;
}

test("lists recordings by when they were created, over pages, and from any page on", async () => {
  const twilio = await running();
  const added = Array.from({ length: 7 }, (_, day) =>
    twilio.control.recordings.add(recordedAudio(1, 2), { date_created: `2026-11-0${day + 1}T10:00:00.000Z` }),
  );
  const within = { from: new Date("2026-11-02T10:00:00Z"), until: new Date("2026-11-06T10:00:00Z") };
  const wanted = added.slice(1, 6).map(({ sid }) => sid);
  const first = firstPage(account, within);
  expect((await sids(twilio, first)).sids).toEqual(wanted.toReversed());
  const small = await sids(twilio, first.replace("PageSize=1000", "PageSize=2"));
  expect(small.sids).toEqual(wanted.toReversed());
  expect(small.next).toHaveLength(3);
  expect((await sids(twilio, small.next[1] ?? "")).sids).toEqual(wanted.toReversed().slice(4));
});

test("makes messages of what is listed", async () => {
  const twilio = await running();
  const { sid, call_sid: callSid } = twilio.control.recordings.add(recordedAudio(1, 2), {
    start_time: "2026-11-21T10:00:00.000Z",
  });
  const pages = recordingPages(requestsAt(), twilio.endpoint("api.twilio.com"), firstPage(account, {}), signal);
  const { value } = await pages.next();
  const [resource] = value?.recordings ?? [];
  if (!resource || !isRecordingSid(resource.sid)) throw new Error("none was listed");
  const message = recordingMessage(account, resource.sid, resource.facts);
  const facts = { callSid, source: "DialVerb", channels: 2, durationSeconds: 1, startTime: "2026-11-21T10:00:00.000Z" };
  expect(message).toEqual({ accountSid, recordingSid: sid, ...facts });
});

test.each(["https://elsewhere.example/", "//elsewhere.example/", 3])(
  "does not go on to a next page at %j",
  async (next) => {
    const page = async () => Response.json({ recordings: [], next_page_uri: next });
    await expect(
      recordingPages(page, "https://api.twilio.com", firstPage(account, {}), signal).next(),
    ).rejects.toMatchObject({
      reason: "twilio_answer_malformed",
    });
  },
);
