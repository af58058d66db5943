import { Secret } from "../../providers/kit/index.ts";

/** One value that is to be written: the path is a key of the configuration and what is within, as in `flex-media:voice.numbers`. */
export type Change =
  | { path: string; secret: false; before: unknown; after: unknown }
  | { path: string; secret: true; isNew: boolean; after: Secret<string> };

/** A stack's configuration with what has been answered so far, and what of that differs from what was there. */
export class Draft {
  readonly #before: ReadonlyMap<string, unknown>;
  readonly #now: Map<string, unknown>;
  readonly #touched = new Set<string>();

  /** @param values what is there, by full keys: structures as they are, secrets as {@link Secret}s */
  constructor(values: ReadonlyMap<string, unknown>) {
    this.#before = values;
    this.#now = new Map(structuredCloneOf(values));
  }

  value(path: string): unknown {
    return valueAt(this.#now, path);
  }

  text(path: string): string | undefined {
    const value = this.value(path);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  secret(key: string): Secret<string> | undefined {
    const value = this.#now.get(key);
    return value instanceof Secret ? value : undefined;
  }

  /** Whether the stack's file names this section at all, be it empty. */
  has(key: string): boolean {
    return this.#now.has(key);
  }

  /** @param value `undefined` takes it away */
  set(path: string, value: unknown): void {
    this.#touched.add(path);
    const [key, ...within] = partsOf(path);
    const [name] = within;
    if (name === undefined) {
      if (value === undefined) this.#now.delete(key);
      else this.#now.set(key, value);
      return;
    }
    const { [name]: _, ...others } = sectionOf(this.#now.get(key));
    this.#now.set(key, value === undefined ? others : { ...others, [name]: value });
  }

  /** What differs, in the order in which it was answered. */
  changes(): Change[] {
    return [...this.#touched].flatMap((path): Change[] => {
      const [before, after] = [valueAt(this.#before, path), valueAt(this.#now, path)];
      if (after instanceof Secret) {
        const known = before instanceof Secret ? before.reveal() : undefined;
        return known === after.reveal() ? [] : [{ path, secret: true, isNew: before === undefined, after }];
      }
      const isSame = !(before instanceof Secret) && JSON.stringify(before) === JSON.stringify(after);
      return isSame ? [] : [{ path, secret: false, before: before instanceof Secret ? "a secret" : before, after }];
    });
  }

  /** The configuration as Pulumi gives it: strings, structures as JSON. Its secrets are open. */
  config(): Record<string, string> {
    return Object.fromEntries([...this.#now].map(([key, value]) => [key, written(value)]));
  }
}

/** `flex-media:voice.numbers` → `["flex-media:voice", "numbers"]` */
export function partsOf(path: string): [key: string, ...within: string[]] {
  const [key = "", ...within] = path.split(".");
  return [key, ...within];
}

function valueAt(values: ReadonlyMap<string, unknown>, path: string): unknown {
  const [key, name] = partsOf(path);
  return name === undefined ? values.get(key) : sectionOf(values.get(key))[name];
}

/** A section of which the file has the name alone is an empty one. */
function sectionOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function written(value: unknown): string {
  if (value instanceof Secret) return value.reveal();
  return typeof value === "string" ? value : JSON.stringify(value ?? {});
}

function structuredCloneOf(values: ReadonlyMap<string, unknown>): [string, unknown][] {
  return [...values].map(([key, value]) => [key, value instanceof Secret ? value : structuredClone(value)]);
}
