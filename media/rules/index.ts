import type { Severity } from "../finding.ts";
import { attributeRules } from "./attributes.ts";
import { conversationRules } from "./conversation.ts";
import { linkRules } from "./links.ts";
import { list } from "./list.ts";
import { shapeRules } from "./shape.ts";

/** The rules about a list of media. */
export const mediaRules = [...shapeRules, ...linkRules, ...conversationRules];

/** A rule, as documentation shows it. */
export interface Rule {
  readonly name: string;
  readonly severity: Severity;
  /** One sentence that says what holds. */
  readonly holds: string;
}

/** All rules, for documentation: what is wrong with one name is found by that rule. */
export const rules: readonly Rule[] = [list, ...mediaRules, ...attributeRules].map(({ name, severity, holds }) => ({
  name,
  severity,
  holds,
}));
