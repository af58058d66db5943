import { formatPath } from "../../../providers/kit/index.ts";
import { type Configuration, type ConfigValue, isStructure, secret } from "./configuration.ts";
import { meaningOf, textOf } from "./meaning.ts";
import { listsOf, memberName } from "./members.ts";
import { isAccountsOwn, isReach } from "./own.ts";

/** A value that is not the same in both stacks. */
export interface Difference {
  /** As in `flex-media:attachments.web.fileSize`; a list's element by what it is, as in `addresses[sms]`. */
  path: string;
  from: string;
  to: string;
  /** What that comes to, as in `more`, or `docx only in dev`. */
  meaning: string;
}

export interface ConfigurationComparison {
  /** What `from` has and `to` lacks, the outermost of it only. */
  missing: string[];
  /** What is secret in `from` and plain text in `to`. */
  exposed: string[];
  differences: Difference[];
  /** What differs because it is the account's own. */
  own: string[];
  /** What only `to` has. */
  extra: string[];
}

/** Sets two stacks' configurations against each other: deep, by path. Of secrets only that they are there counts. */
export function compareConfigurations(
  from: { name: string; configuration: Configuration },
  to: { name: string; configuration: Configuration },
): ConfigurationComparison {
  const found = new Findings(from.name, to.name);
  for (const key of keysOf(from.configuration, to.configuration)) {
    found.compare(key, from.configuration[key], to.configuration[key]);
  }
  return found.comparison;
}

class Findings {
  readonly comparison: ConfigurationComparison = { missing: [], exposed: [], differences: [], own: [], extra: [] };
  readonly #from: string;
  readonly #to: string;

  constructor(from: string, to: string) {
    this.#from = from;
    this.#to = to;
  }

  compare(path: string, from: ConfigValue | undefined, to: ConfigValue | undefined): void {
    if (isAbsent(from)) {
      if (!isAbsent(to)) this.#add("extra", path);
    } else if (isAbsent(to)) {
      this.#add(isReach(path) ? "own" : "missing", path);
    } else if (isReach(path)) {
      // All of it is one thing: where the account is.
      if (textOf(from) !== textOf(to)) this.#add("own", path);
    } else if (from === secret) {
      if (!isSecret(to)) this.#add("exposed", path);
    } else if (Array.isArray(from) && Array.isArray(to)) {
      this.#compareLists(path, from, to);
    } else if (isStructure(from) && isStructure(to)) {
      for (const key of keysOf(from, to)) this.compare(`${path}${step(key)}`, from[key], to[key]);
    } else {
      this.#compareValues(path, from, to);
    }
  }

  /** Elements of the same kind share a path. */
  #add(list: "missing" | "exposed" | "own" | "extra", path: string): void {
    if (!this.comparison[list].includes(path)) this.comparison[list].push(path);
  }

  #compareLists(path: string, from: readonly ConfigValue[], to: readonly ConfigValue[]): void {
    const lists = listsOf(from, to);
    if (lists === undefined) {
      this.#compareValues(path, from, to);
      return;
    }
    for (const member of new Set([...lists.from.keys(), ...lists.to.keys()])) {
      const [ours, theirs] = [lists.from.get(member) ?? [], lists.to.get(member) ?? []];
      const at = `${path}[${memberName(member)}]`;
      // There may be other numbers of addresses here and there, but each has the keys that its like has.
      for (const [index, element] of ours.entries())
        this.compare(at, element, theirs[Math.min(index, theirs.length - 1)]);
      if (ours.length === 0) this.#add("extra", at);
      else if (theirs.length > 0) this.#compareValues(at, ours.length, theirs.length);
    }
  }

  #compareValues(path: string, from: ConfigValue, to: ConfigValue): void {
    const [before, after] = [textOf(from), textOf(to)];
    if (before === after) return;
    if (isAccountsOwn(path, before, after)) {
      this.#add("own", path);
      return;
    }
    const meaning = meaningOf(from, to, { from: this.#from, to: this.#to });
    if (meaning !== undefined) this.comparison.differences.push({ path, from: before, to: after, meaning });
  }
}

function isAbsent(value: ConfigValue | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function isSecret(value: ConfigValue): boolean {
  if (typeof value !== "object" || value === null) return value === secret;
  const parts = Object.values(value);
  return parts.length > 0 && parts.every(isSecret);
}

function keysOf(...structures: readonly object[]): string[] {
  return [...new Set(structures.flatMap((structure) => Object.keys(structure)))].sort();
}

function step(key: string): string {
  const text = formatPath([key]);
  return text.startsWith("[") ? text : `.${text}`;
}
