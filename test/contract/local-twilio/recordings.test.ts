import { expect, test } from "vitest";
import { accountSid, recordedAudio, recordings, refusal, running } from "./running.ts";

const callSid = `CA${"1".repeat(32)}`;
const conferenceSid = `CF${"2".repeat(32)}`;
const sid = (digit: string) => `RE${digit.repeat(32)}`;

interface List extends Record<string, unknown> {
  recordings: { sid: string; status: string }[];
  next_page_uri: string | null;
  previous_page_uri: string | null;
}

async function withThree() {
  const twilio = await running();
  const audio = recordedAudio(100, 200);
  for (const [digit, day] of [
    ["a", "01"],
    ["b", "02"],
    ["c", "03"],
  ] as const) {
    const date = `2026-03-${day}T12:00:00Z`;
    const conference = digit === "c" ? { conference_sid: conferenceSid } : { call_sid: callSid };
    twilio.control.recordings.add(audio, { sid: sid(digit), date_created: date, ...conference });
  }
  const list = async (query = "") => (await (await twilio.call(`${recordings}.json${query}`)).json()) as List;
  const sids = async (query = "") => (await list(query)).recordings.map((recording) => recording.sid[2]).join("");
  return { twilio, list, sids };
}

test("a recording is shown with the API's fields and no others", async () => {
  const twilio = await running();
  const added = twilio.control.recordings.add(recordedAudio(100, 200), {
    sid: sid("a"),
    call_sid: callSid,
    date_created: "2016-10-14T21:56:38Z",
    start_time: "2016-10-14T21:56:34Z",
    price: "-0.00250",
  });
  const path = `/2010-04-01/Accounts/${accountSid}/Recordings/${sid("a")}`;
  const shown = {
    account_sid: accountSid,
    api_version: "2010-04-01",
    call_sid: callSid,
    conference_sid: null,
    channels: 2,
    date_created: "Fri, 14 Oct 2016 21:56:38 +0000",
    date_updated: "Fri, 14 Oct 2016 21:56:38 +0000",
    start_time: "Fri, 14 Oct 2016 21:56:34 +0000",
    price: "-0.00250",
    price_unit: "USD",
    duration: "1",
    sid: sid("a"),
    source: "DialVerb",
    status: "completed",
    error_code: null,
    uri: `${path}.json`,
    subresource_uris: { add_on_results: `${path}/AddOnResults.json`, transcriptions: `${path}/Transcriptions.json` },
    encryption_details: null,
    media_url: `https://api.twilio.com${path}`,
  };
  expect(added).toEqual(shown);
  expect(await (await twilio.call(`${recordings}/${sid("a")}.json`)).json()).toEqual(shown);
});

test("a recording that isn't complete has no duration and no price", async () => {
  const twilio = await running();
  const { sid: live } = twilio.control.recordings.add(undefined, { status: "in-progress" });
  expect(await (await twilio.call(`${recordings}/${live}.json`)).json()).toMatchObject({
    status: "in-progress",
    duration: null,
    price: null,
    price_unit: null,
  });
});

test("the list is newest first, and flat as 2010-04-01 lists are", async () => {
  const { list } = await withThree();
  const uri = `/2010-04-01/Accounts/${accountSid}/Recordings.json?PageSize=50&Page=0`;
  const { recordings: shown, ...paging } = await list();
  expect(shown.map((recording) => recording.sid)).toEqual([sid("c"), sid("b"), sid("a")]);
  expect(paging).toEqual({
    end: 2,
    first_page_uri: uri,
    next_page_uri: null,
    page: 0,
    page_size: 50,
    previous_page_uri: null,
    start: 0,
    uri,
  });
});

test.each([
  ["?DateCreated=2026-03-02", "b"],
  ["?DateCreated=2026-03-02T00:00:00Z", "b"],
  ["?DateCreated=2026-03-04", ""],
  ["?DateCreated<=2026-03-02", "a"],
  ["?DateCreated%3C=2026-03-02T12:00:00Z", "ba"],
  ["?DateCreated>=2026-03-02", "cb"],
  ["?DateCreated%3E=2026-03-02T12:00:01Z", "c"],
  ["?DateCreated%3E=2026-03-02&DateCreated%3C=2026-03-03", "b"],
  [`?CallSid=${callSid}`, "ba"],
  [`?ConferenceSid=${conferenceSid}`, "c"],
  [`?CallSid=${callSid}&ConferenceSid=${conferenceSid}`, ""],
])("the filter %s leaves %j", async (query, expected) => {
  const { sids } = await withThree();
  expect(await sids(query)).toBe(expected);
});

test.each([
  "?DateCreated=yesterday",
  "?DateCreated=2026-02-30",
  "?DateCreated<=2026-3-2",
  "?CallSid=CA12",
  "?ConferenceSid=",
  "?IncludeSoftDeleted=perhaps",
  "?PageSize=0",
  "?PageSize=1001",
  "?PageSize=many",
  "?Page=-1",
  "?Page=1",
  "?PageToken=PAnobody",
])("the query %s is refused", async (query) => {
  const { twilio } = await withThree();
  const response = await twilio.call(`${recordings}.json${query}`);
  expect(response.status).toBe(400);
  expect([20001, 20006]).toContain((await refusal(response)).code);
});

test("pages are followed forth and back by their relative URIs, with the filter kept", async () => {
  const { twilio, list } = await withThree();
  const follow = async (uri: string | null) => (await (await twilio.call(`api.twilio.com${uri}`)).json()) as List;
  const first = await list("?PageSize=2&DateCreated%3E=2026-03-01");
  expect(first).toMatchObject({ page: 0, page_size: 2, start: 0, end: 1, previous_page_uri: null });
  expect(first.next_page_uri).toContain("DateCreated%3E=2026-03-01");
  const second = await follow(first.next_page_uri);
  expect(second).toMatchObject({ page: 1, start: 2, end: 2, next_page_uri: null });
  expect(second.recordings.map((recording) => recording.sid)).toEqual([sid("a")]);
  expect((await follow(second.previous_page_uri)).recordings).toEqual(first.recordings);
});

test("a recording added while the list is read is not read twice", async () => {
  const { twilio, list } = await withThree();
  const first = await list("?PageSize=2");
  twilio.control.recordings.add(undefined, { sid: sid("d") });
  const next = (await (await twilio.call(`api.twilio.com${first.next_page_uri}`)).json()) as List;
  expect(next.recordings.map((recording) => recording.sid)).toEqual([sid("a")]);
});

test("a deleted recording is gone, and found again only by those who ask for deleted ones", async () => {
  const { twilio, list, sids } = await withThree();
  const one = `${recordings}/${sid("b")}`;
  const deletion = await twilio.call(`${one}.json`, { method: "DELETE" });
  expect([deletion.status, await deletion.text()]).toEqual([204, ""]);
  expect((await twilio.call(`${one}.json`)).status).toBe(404);
  expect((await twilio.call(`${one}.wav`)).status).toBe(404);
  expect(await sids()).toBe("ca");
  expect(await sids("?IncludeSoftDeleted=true")).toBe("cba");
  expect(await (await twilio.call(`${one}.json?IncludeSoftDeleted=true`)).json()).toMatchObject({ status: "deleted" });
  expect((await list()).recordings.every((recording) => recording.status === "completed")).toBe(true);
  const again = await twilio.call(`${one}.json`, { method: "DELETE" });
  expect([again.status, (await refusal(again)).code]).toEqual([404, 20404]);
});

test("a recording in progress can't be deleted", async () => {
  const twilio = await running();
  const { sid: live } = twilio.control.recordings.add(undefined, { status: "in-progress" });
  const response = await twilio.call(`${recordings}/${live}.json`, { method: "DELETE" });
  expect([response.status, (await refusal(response)).code]).toEqual([409, 20009]);
  expect((await twilio.call(`${recordings}/${live}.json`)).status).toBe(200);
});
