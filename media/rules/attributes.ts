import type { Path } from "../finding.ts";
import { isLiquid } from "../liquid.ts";
import { isReservationSid } from "../sid.ts";
import { longestRendering, mediaTemplate } from "../template.ts";
import { type Attributes, isObject } from "../wire.ts";
import type { Found, MediaContext, RuleText } from "./rule.ts";

/** The most characters of a Task's attributes, white space included. */
export const mostTaskCharacters = 4096;
/** The most characters of the attributes of Studio's Send to Flex. */
export const mostSendToFlexCharacters = 1024;

/** What is known about the Task and about the way that the attributes take to it. */
export interface AttributesContext extends MediaContext {
  /** Whether they go to the Task itself or through Studio's Send to Flex. The Task where it is left out. */
  readonly through?: "task" | "send-to-flex";
}

/** A rule about all attributes of a Task. */
export interface AttributeRule extends RuleText {
  check(attributes: Attributes, context: AttributesContext): Iterable<Found>;
}

/** Where lists of media lie in a Task's attributes, by Twilio's documents. */
export function mediaPaths(attributes: Readonly<Record<string, unknown>>): Path[] {
  const { conversations, reservation_attributes } = attributes;
  const paths: Path[] = isObject(conversations) && hasMedia(conversations) ? [["conversations", "media"]] : [];
  if (!isObject(reservation_attributes)) return paths;
  for (const [sid, reservation] of Object.entries(reservation_attributes)) {
    if (isObject(reservation) && hasMedia(reservation)) paths.push(["reservation_attributes", sid, "media"]);
  }
  return paths;
}

function hasMedia(holder: Readonly<Record<string, unknown>>): boolean {
  return Object.hasOwn(holder, "media") && holder.media !== undefined && holder.media !== null;
}

export const reservationSid: AttributeRule = {
  name: "reservation-sid",
  severity: "error",
  holds: "Media of a reservation lies under the SID of the reservation (WR…).",
  *check(attributes) {
    for (const [parent, sid] of mediaPaths(attributes)) {
      if (parent !== "reservation_attributes" || isReservationSid(String(sid))) continue;
      const reason = "is no SID of a reservation; give WR and 32 hexadecimal digits";
      yield { path: [parent, String(sid)], reason };
    }
  },
};

export const holder: AttributeRule = {
  name: "holder",
  severity: "error",
  holds: "conversations, reservation_attributes and what lies in the latter are objects.",
  *check({ conversations, reservation_attributes }) {
    const reason = "is no object, so there is no place for media; make it one";
    if (isWrong(conversations)) yield { path: ["conversations"], reason };
    if (isWrong(reservation_attributes)) yield { path: ["reservation_attributes"], reason };
    if (!isObject(reservation_attributes)) return;
    for (const [sid, reservation] of Object.entries(reservation_attributes)) {
      if (isWrong(reservation)) yield { path: ["reservation_attributes", sid], reason };
    }
  },
};

function isWrong(value: unknown): boolean {
  return value !== undefined && value !== null && (!isObject(value) || isLiquid(value));
}

export const taskLength: AttributeRule = {
  name: "task-length",
  severity: "error",
  holds: `A Task's attributes have at most ${mostTaskCharacters} characters once they are rendered.`,
  *check(attributes, { through = "task" }) {
    const length = longestRendering(attributes);
    if (through !== "task" || length <= mostTaskCharacters) return;
    yield { path: [], reason: `may have ${length} characters, but a Task takes ${mostTaskCharacters}; shorten them` };
  },
};

export const sendToFlexLength: AttributeRule = {
  name: "send-to-flex-length",
  severity: "error",
  holds: `The attributes of Send to Flex have at most ${mostSendToFlexCharacters} characters, as they are written and once they are rendered.`,
  *check(attributes, { through }) {
    if (through !== "send-to-flex") return;
    const written = mediaTemplate(attributes).length;
    const rendered = longestRendering(attributes);
    const most = mostSendToFlexCharacters;
    const remedy = "shorten them, or update the Task later";
    if (rendered > most) {
      yield { path: [], reason: `may have ${rendered} characters, but Send to Flex takes ${most}; ${remedy}` };
    } else if (written > most) {
      yield { path: [], reason: `have ${written} characters, but Send to Flex takes ${most}; ${remedy}` };
    }
  },
};

export const attributeRules = [holder, reservationSid, taskLength, sendToFlexLength];
