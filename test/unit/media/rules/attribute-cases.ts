import { type Attributes, type AttributesContext, liquid } from "../../../../media/index.ts";

/** A Task's attributes, and what is known about the way that they take. */
export interface AttributeCase {
  why: string;
  attributes: Attributes;
  context?: AttributesContext;
}

export interface AttributeCases {
  breaks: (AttributeCase & { at: (string | number)[]; reason: string })[];
  satisfies: AttributeCase[];
}

const noObject = "is no object, so there is no place for media; make it one";
const reservation = `WR${"0123456789abcdef".repeat(2)}`;
// {"note":"…"} around the text.
const around = 11;
const sendToFlex = { through: "send-to-flex" } as const;

function noteOf(length: number): Attributes {
  return { note: "x".repeat(length - around) };
}

export const attributeCases: Record<string, AttributeCases> = {
  holder: {
    breaks: [
      {
        why: "text in the place of conversations",
        attributes: { conversations: "x" },
        at: ["conversations"],
        reason: noObject,
      },
      {
        why: "Liquid in the place of conversations",
        attributes: { conversations: liquid("{{x}}", "text") },
        at: ["conversations"],
        reason: noObject,
      },
      {
        why: "a list of reservations",
        attributes: { reservation_attributes: [] },
        at: ["reservation_attributes"],
        reason: noObject,
      },
      {
        why: "a reservation that is a number",
        attributes: { reservation_attributes: { [reservation]: 1 } },
        at: ["reservation_attributes", reservation],
        reason: noObject,
      },
    ],
    satisfies: [
      { why: "no media at all", attributes: {} },
      { why: "null", attributes: { conversations: null, reservation_attributes: null } },
      { why: "objects", attributes: { conversations: {}, reservation_attributes: { [reservation]: {} } } },
    ],
  },
  "reservation-sid": {
    breaks: [
      {
        why: "media under a Task's SID",
        attributes: { reservation_attributes: { WT1: { media: [] } } },
        at: ["reservation_attributes", "WT1"],
        reason: "is no SID of a reservation; give WR and 32 hexadecimal digits",
      },
    ],
    satisfies: [
      { why: "a reservation", attributes: { reservation_attributes: { [reservation]: { media: [] } } } },
      { why: "something else without media", attributes: { reservation_attributes: { WT1: { note: "x" } } } },
    ],
  },
  "task-length": {
    breaks: [
      {
        why: "one character too many",
        attributes: noteOf(4097),
        at: [],
        reason: "may have 4097 characters, but a Task takes 4096; shorten them",
      },
      {
        why: "Liquid that may grow too long",
        attributes: { note: liquid("{{x}}", "text", 5000) },
        at: [],
        reason: "may have 5011 characters, but a Task takes 4096; shorten them",
      },
    ],
    satisfies: [{ why: "as much as there may be", attributes: noteOf(4096), context: { through: "task" } }],
  },
  "send-to-flex-length": {
    breaks: [
      {
        why: "one character too many",
        attributes: noteOf(1025),
        context: sendToFlex,
        at: [],
        reason: "may have 1025 characters, but Send to Flex takes 1024; shorten them, or update the Task later",
      },
      {
        why: "Liquid that may grow too long",
        attributes: { note: liquid("{{x}}", "text", 1100) },
        context: sendToFlex,
        at: [],
        reason: "may have 1111 characters, but Send to Flex takes 1024; shorten them, or update the Task later",
      },
      {
        why: "Liquid that is too long before it is rendered",
        attributes: { note: liquid(`{{${"x".repeat(1024)}}}`, "sid:RE") },
        context: sendToFlex,
        at: [],
        reason: "have 1039 characters, but Send to Flex takes 1024; shorten them, or update the Task later",
      },
    ],
    satisfies: [
      { why: "as much as there may be", attributes: noteOf(1024), context: sendToFlex },
      { why: "what goes to the Task itself", attributes: noteOf(1025) },
    ],
  },
};
