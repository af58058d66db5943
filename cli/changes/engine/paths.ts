import { isStructure } from "./values.ts";

export type PathPart = string | number;

/** The parts of a property path as the engine writes it: `rules[0].filter`, `variables["a.b"]`. */
export function partsOf(path: string): PathPart[] {
  const parts: PathPart[] = [];
  for (const [, quoted, index, name] of path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)) {
    if (quoted !== undefined) parts.push(quoted.replace(/\\(.)/g, "$1"));
    else parts.push(index === undefined ? (name ?? "") : Number(index));
  }
  return parts;
}

/** What lies at a path; undefined where nothing does. */
export function valueAt(value: unknown, parts: readonly PathPart[]): unknown {
  let found: unknown = value;
  for (const part of parts) {
    if (Array.isArray(found) && typeof part === "number") found = found[part];
    else if (isStructure(found) && Object.hasOwn(found, String(part))) found = found[String(part)];
    else return undefined;
  }
  return found;
}

/** A path for people: `channelConfigs[web].cbmAttachments`. A label in brackets names an item of a list. */
export class PropertyPath {
  readonly text: string;

  constructor(text = "") {
    this.text = text;
  }

  property(name: string): PropertyPath {
    if (!/^[^\s.[\]"]+$/.test(name)) return new PropertyPath(`${this.text}[${JSON.stringify(name)}]`);
    return new PropertyPath(this.text === "" ? name : `${this.text}.${name}`);
  }

  item(label: PathPart): PropertyPath {
    return new PropertyPath(`${this.text}[${label}]`);
  }
}
