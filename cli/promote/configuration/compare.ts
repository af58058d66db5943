import { formatPath } from "../../../providers/kit/index.ts";
import { type Configuration, type ConfigValue, hasSecret, isSecret, isStructure, secret } from "./configuration.ts";
import { meaningOf, plainText, textOf } from "./meaning.ts";
import { listsOf, memberName } from "./members.ts";
import { isAccountsOwn, isCredential, isReach } from "./own.ts";

/** A value that is not the same in both stacks. */
export interface Difference {
  /** As in `flex-media:attachments.web.fileSize`; a list's element by what it is, as in `addresses[sms]`. */
  path: string;
  /** Undefined where only `to` has it. */
  from: string | undefined;
  to: string;
  /** What that comes to, as in `more`, or `docx only in dev`. */
  meaning: string;
}

export interface ConfigurationComparison {
  /** What `from` has and `to` lacks, the outermost of it only. */
  missing: string[];
  /** What is plain text in `to` and has to be secret: it is in `from`, or it is a credential. */
  exposed: string[];
  differences: Difference[];
  /** What differs because it is the account's own. */
  own: string[];
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
  readonly comparison: ConfigurationComparison = { missing: [], exposed: [], differences: [], own: [] };
  readonly #from: string;
  readonly #to: string;

  constructor(from: string, to: string) {
    this.#from = from;
    this.#to = to;
  }

  compare(path: string, given: ConfigValue | undefined, to: ConfigValue | undefined): void {
    const from = isCredential(path) && !isAbsent(given) ? secret : given;
    if (isAbsent(to)) {
      if (!isAbsent(from)) this.#add(isReach(path) ? "own" : "missing", path);
    } else if (isCredential(path) && !isSecret(to)) {
      this.#add("exposed", path);
    } else if (isAbsent(from)) {
      this.#addExtra(path, to);
    } else if (isReach(path)) {
      // All of it is one thing: where the account is.
      if (plainText(from) !== plainText(to)) this.#add("own", path);
    } else if (Array.isArray(from) && Array.isArray(to)) {
      this.#compareLists(path, from, to);
    } else if (isStructure(from) && isStructure(to)) {
      for (const key of keysOf(from, to)) this.compare(`${path}${step(key)}`, from[key], to[key]);
    } else {
      this.#compareValues(path, from, to);
    }
  }

  /** Elements of the same kind share a path. */
  #add(list: "missing" | "exposed" | "own", path: string): void {
    if (!this.comparison[list].includes(path)) this.comparison[list].push(path);
  }

  /** What only `to` has, down to its values, as some of them may be the account's own. */
  #addExtra(path: string, to: ConfigValue): void {
    if (to === null) return;
    const members = Array.isArray(to) ? listsOf([], to)?.to : undefined;
    if (isReach(path)) {
      this.#add("own", path);
    } else if (members !== undefined) {
      for (const [member, elements] of members) {
        for (const element of elements) this.#addExtra(`${path}[${memberName(member)}]`, element);
      }
    } else if (isStructure(to) && Object.keys(to).length > 0) {
      for (const key of keysOf(to)) this.#addExtra(`${path}${step(key)}`, to[key] ?? null);
    } else if (isAccountsOwn(path, plainText(to), plainText(to))) {
      this.#add("own", path);
    } else {
      this.#differ({ path, from: undefined, to: textOf(to), meaning: `only in ${this.#to}` });
    }
  }

  #differ(difference: Difference): void {
    this.comparison.differences.push(difference);
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
      if (ours.length === 0) for (const element of theirs) this.#addExtra(at, element);
      else if (theirs.length > 0) this.#compareValues(at, ours.length, theirs.length);
    }
  }

  #compareValues(path: string, from: ConfigValue, to: ConfigValue): void {
    const [before, after] = [plainText(from), plainText(to)];
    if (hasSecret(from)) {
      if (!isSecret(to)) this.#add("exposed", path);
    } else if (hasSecret(to)) {
      // What is kept secret here may be the same there.
      this.#differ({ path, from: "[plain text]", to: "[secret]", meaning: "kept secret" });
    } else if (before !== after) {
      if (isAccountsOwn(path, before, after)) this.#addOwn(path, from, to);
      else this.#addDifference(path, from, to);
    }
  }

  /** Which numbers they are is the account's own; that there are some, and how many, is not. */
  #addOwn(path: string, from: ConfigValue, to: ConfigValue): void {
    if (!Array.isArray(from) || !Array.isArray(to) || from.length === to.length) this.#add("own", path);
    else if (to.length === 0) this.#add("missing", path);
    else {
      const meaning = from.length < to.length ? "more" : "less";
      this.#differ({ path, from: `${from.length} of its own`, to: `${to.length} of its own`, meaning });
    }
  }

  #addDifference(path: string, from: ConfigValue, to: ConfigValue): void {
    const meaning = meaningOf(from, to, { from: this.#from, to: this.#to });
    if (meaning !== undefined) this.#differ({ path, from: textOf(from), to: textOf(to), meaning });
  }
}

function isAbsent(value: ConfigValue | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function keysOf(...structures: readonly object[]): string[] {
  return [...new Set(structures.flatMap((structure) => Object.keys(structure)))].sort();
}

function step(key: string): string {
  const text = formatPath([key]);
  return text.startsWith("[") ? text : `.${text}`;
}
