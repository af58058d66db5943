import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  attributeFindings,
  chatTranscript,
  embeddedLink,
  findingText,
  isSound,
  liquid,
  mediaFindings,
  pathText,
  rules,
  voiceRecording,
  wireFindings,
} from "../../../media/index.ts";
import { attributeRules } from "../../../media/rules/attributes.ts";
import { media } from "./arbitrary.ts";
import { attributeCases } from "./rules/attribute-cases.ts";
import type { RuleCases } from "./rules/cases.ts";
import { conversationCases } from "./rules/conversation-cases.ts";
import { linkCases } from "./rules/link-cases.ts";
import { shapeCases } from "./rules/shape-cases.ts";

const cases: Record<string, RuleCases> = { ...shapeCases, ...linkCases, ...conversationCases };
const severities = new Map(rules.map(({ name, severity }) => [name, severity]));

test("every rule has cases, and every case a rule", () => {
  expect([...Object.keys(cases), ...Object.keys(attributeCases)].sort()).toEqual([...severities.keys()].sort());
  expect(Object.keys(attributeCases).sort()).toEqual(attributeRules.map(({ name }) => name).sort());
  expect(severities.size).toBe(rules.length);
});

test.each(rules)("$name has cases that break it and cases that don't, and says in a sentence what holds", (rule) => {
  const own = cases[rule.name] ?? attributeCases[rule.name];
  expect(own?.breaks.length).toBeGreaterThan(0);
  expect(own?.satisfies.length).toBeGreaterThan(0);
  expect(rule.holds).toMatch(/^(?:[A-Z]|start_time|channels|url_provider|conversations)[^|\n]*\.$/);
});

describe.each(Object.entries(cases))("%s", (name, { breaks, satisfies }) => {
  const of = (value: unknown, context = {}) => wireFindings(value, context).filter(({ rule }) => rule === name);

  test.each(breaks.map((each) => [JSON.stringify(each.media), each] as const))("is broken by %s", (_text, each) => {
    const expected = { severity: severities.get(name), path: each.at, rule: name, reason: each.reason };
    expect(of(each.media, each.context)).toContainEqual(expected);
    // What is wrong; what to do.
    expect(each.reason).toMatch(/^[^;]+; [^;]+[^.]$/);
  });

  test.each(satisfies.map((each) => [JSON.stringify(each.media), each] as const))("leaves %s alone", (_text, each) => {
    expect(of(each.media, each.context)).toEqual([]);
  });
});

describe.each(Object.entries(attributeCases))("%s", (name, { breaks, satisfies }) => {
  const of = (value: object, context = {}) =>
    attributeFindings({ ...value }, context).filter(({ rule }) => rule === name);

  test.each(breaks)("is broken by $why", ({ attributes, context, at, reason }) => {
    const expected = { severity: severities.get(name), path: at, rule: name, reason };
    expect(of(attributes, context)).toContainEqual(expected);
    expect(reason).toMatch(/^[^;]+; [^;]+[^.]$/);
  });

  test.each(satisfies)("leaves $why alone", ({ attributes, context }) => {
    expect(of(attributes, context)).toEqual([]);
  });
});

test("entries that TypeScript lets through never break a rule about their shape", () => {
  const meaning = new Set([
    "https",
    "raw-first",
    "second-recording",
    "provider-identifies",
    "carries-access",
    "unrendered",
  ]);
  fc.assert(
    fc.property(media, (entries) => {
      const errors = mediaFindings(entries).filter(({ severity, rule }) => severity === "error" && !meaning.has(rule));
      expect(errors).toEqual([]);
    }),
  );
});

test("no finding repeats a URL", () => {
  const secret = "https://user:secret@audio.example/x?token=secret";
  const findings = wireFindings([
    { type: "Raw", url: secret },
    { type: "Embedded", url: secret, url_provider: secret },
    { type: "VoiceRecording", url: secret, url_provider: secret },
  ]);
  expect(findings.length).toBeGreaterThan(5);
  expect(JSON.stringify(findings)).not.toContain("secret");
});

test("lists of media are found where Twilio reads them, and their paths lead there", () => {
  const sid = `WR${"0".repeat(32)}`;
  const findings = attributeFindings({
    conversations: { media: [{ type: "Raw" }] },
    reservation_attributes: { [sid]: { media: [{ type: "ChatTranscript", sid: "x" }] }, WR1: { media: null } },
  });
  expect(findings.filter(({ severity }) => severity === "error").map(findingText)).toEqual([
    "conversations.media[0].url is missing; give url",
    `reservation_attributes.${sid}.media[0].sid is no SID of a Conversation; give CH and 32 hexadecimal digits`,
  ]);
});

test("a finding reads as path, what is wrong, what to do", () => {
  const [first] = mediaFindings([embeddedLink({ url: "https://desk.example/", title: "Ticket" })], {
    mayHoldPhi: false,
  });
  expect(first && findingText(first)).toBe(
    "takes the place of the original; list the VoiceRecording or ChatTranscript as well",
  );
  expect(pathText(["a b", 0, "c", "d-e"])).toBe(`["a b"][0].c.d-e`);
});

test("warnings don't keep media from being used, errors do", () => {
  const recording = voiceRecording({ urlProvider: liquid("{{x}}", "url") });
  expect(mediaFindings([recording])).not.toEqual([]);
  expect(isSound(mediaFindings([recording]))).toBe(true);
  expect(isSound(mediaFindings([recording, recording]))).toBe(false);
  expect(mediaFindings([chatTranscript({ sid: liquid("{{x}}", "sid:CH") })])).toEqual([]);
});
