import { describe, expect, expectTypeOf, test } from "vitest";
import {
  chatTranscript,
  embeddedLink,
  type Liquid,
  liquid,
  type MediaEntry,
  rawLink,
  type VoiceRecording,
  voiceRecording,
} from "../../../media/index.ts";

const url = "https://a.example/";

describe("what can't be meant doesn't compile", () => {
  test("a recording is at a url or a url_provider", () => {
    expectTypeOf(voiceRecording).toBeCallableWith({ url });
    expectTypeOf(voiceRecording).toBeCallableWith({ urlProvider: url });
    const both = { url, urlProvider: url };
    // @ts-expect-error One of the two only.
    expect(voiceRecording(both)).toMatchObject(both);
    // @ts-expect-error It is nowhere.
    expect(voiceRecording({ title: "x" })).toMatchObject({ title: "x" });
  });

  test("only a recording has a url_provider, a time and channels", () => {
    // @ts-expect-error There is no such property.
    expect(rawLink({ url, urlProvider: url })).toMatchObject({ urlProvider: url });
    // @ts-expect-error There is no such property.
    expect(embeddedLink({ url, startTime: 1 })).toMatchObject({ startTime: 1 });
    // @ts-expect-error A transcript has no url.
    expect(chatTranscript({ url })).toMatchObject({ url });
  });

  test("a link leads somewhere", () => {
    // @ts-expect-error The url is missing.
    expect(rawLink({ title: "x" })).toMatchObject({ title: "x" });
  });

  test("channels are the customer and the others", () => {
    // @ts-expect-error There is no agent.
    expect(voiceRecording({ url, channels: ["customer", "agent"] })).toHaveProperty("channels");
    // @ts-expect-error Both have to be there.
    expect(voiceRecording({ url, channels: ["customer"] })).toHaveProperty("channels");
  });

  test("Liquid stands where it renders to what belongs there", () => {
    // @ts-expect-error The SID of a recording is no Conversation's.
    expect(chatTranscript({ sid: liquid("{{x}}", "sid:RE") })).toHaveProperty("sid");
    // @ts-expect-error Seconds are no milliseconds.
    expect(voiceRecording({ url, startTime: liquid("{{x}}", "seconds") })).toHaveProperty("startTime");
    // @ts-expect-error A number is no title.
    expect(rawLink({ url, title: liquid("{{x}}", "number") })).toHaveProperty("title");
    // @ts-expect-error Text is no URL.
    expect(rawLink({ url: liquid("{{x}}", "text") })).toHaveProperty("url");
    // @ts-expect-error No SID begins so.
    expect(liquid("{{x}}", "sid:re")).toHaveProperty("renders");
    expectTypeOf(liquid("{{x}}", "sid:CH")).toEqualTypeOf<Liquid<"sid:CH">>();
    expectTypeOf(chatTranscript).toBeCallableWith({ sid: liquid("{{x}}", "sid:CH") });
  });
});

test("an entry is told apart by its type", () => {
  const entry = voiceRecording({ url }) as MediaEntry;
  if (entry.type === "VoiceRecording") expectTypeOf(entry).toEqualTypeOf<VoiceRecording>();
  expect(entry.type).toBe("VoiceRecording");
});
