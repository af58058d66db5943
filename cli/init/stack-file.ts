import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Document, isMap, parseDocument } from "yaml";
import { Mendable } from "../../local/engine/mendable.ts";
import { shortName } from "../stack/short-name.ts";
import { partsOf } from "./draft.ts";

/** A value that only Pulumi can open. */
export interface Sealed {
  secure: string;
}

/** `Pulumi.<stack>.yaml`: what people write and comment, and Pulumi adds its own lines to. */
export class StackFile {
  readonly name: string;
  readonly path: string;
  /** Its bytes as they were read. */
  readonly text: string;
  readonly #document: Document;

  private constructor(name: string, path: string, text: string, document: Document) {
    this.name = name;
    this.path = path;
    this.text = text;
    this.#document = document;
  }

  static async read(folder: string, stack: string): Promise<StackFile> {
    const name = `Pulumi.${shortName(stack)}.yaml`;
    const path = join(folder, name);
    const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      throw new Mendable(
        `--stack: there is no ${name}; name a stack whose settings are there, or copy those of another one to it`,
      );
    });
    return new StackFile(name, path, text, documentOf(name, text));
  }

  /** What `config` holds, by full keys; what Pulumi has sealed stays sealed. */
  values(): Map<string, unknown> {
    const config: unknown = this.#document.toJS()?.config;
    return new Map(Object.entries(typeof config === "object" && config !== null ? config : {}));
  }

  /** How its secrets are sealed; undefined where it says nothing, which is Pulumi Cloud's way. */
  get secretsProvider(): string | undefined {
    const named = this.#document.get("secretsprovider");
    if (typeof named === "string" && named !== "default") return named;
    return this.#document.has("encryptionsalt") ? "passphrase" : undefined;
  }

  get hasSecrets(): boolean {
    return [...this.values().values()].some(isSealed);
  }
}

/**
 * The text of a stack's file with values in it that need no sealing; comments and order stay. Pulumi's own
 * `config set --path` would make a number of a phone number, as both may begin with a plus.
 * @param values by path, as in `flex-media:voice.numbers`; `undefined` takes one away
 */
export function withValues(name: string, text: string, values: ReadonlyMap<string, unknown>): string {
  if (values.size === 0) return text;
  const document = documentOf(name, text);
  for (const [path, value] of values) {
    const place = ["config", ...partsOf(path)];
    if (value === undefined) {
      document.deleteIn(place);
      continue;
    }
    for (let depth = 1; depth < place.length; depth += 1) {
      const above = place.slice(0, depth);
      if (!isMap(document.getIn(above, true))) document.setIn(above, document.createNode({}));
    }
    document.setIn(place, document.createNode(value, { flow: true }));
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/**
 * The other stacks of the project that a file configures for this account.
 * @returns their files' names
 */
export async function filesOnAccount(folder: string, own: StackFile, accountSid: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /^Pulumi\..+\.yaml$/.test(name) && name !== own.name);
  const found = await Promise.all(
    names.sort().map(async (name) => {
      const config: unknown = documentOf(name, await readFile(join(folder, name), "utf8")).toJS()?.config;
      const other = typeof config === "object" && config !== null && Reflect.get(config, "twilio:accountSid");
      return other === accountSid ? [name] : [];
    }),
  );
  return found.flat();
}

export function isSealed(value: unknown): value is Sealed {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "secure") === "string";
}

function documentOf(name: string, text: string): Document {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error === undefined && (document.contents === null || isMap(document.contents))) return document;
  const at = error?.linePos?.[0] === undefined ? "" : ` (line ${error.linePos[0].line})`;
  throw new Mendable(`${name}: is no YAML that could be read${at}; mend it`);
}
