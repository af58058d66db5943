import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { errorName } from "../../functions/lambda/error-name.ts";
import { Mendable } from "../../local/engine/mendable.ts";

/** What is held back before it is written. */
const bufferLength = 64 * 1024;

/**
 * A JSON file that is written as its findings come, so that their number takes no memory: an object with a list, and
 * behind it what is known in the end. It has its name only once it is whole.
 */
export class JsonFile {
  readonly #file: string;
  readonly #handle: FileHandle;
  #text: string;
  #isEmpty = true;

  /** @param list the list's name */
  static async open(file: string, list: string): Promise<JsonFile> {
    return new JsonFile(file, await writable(file, () => open(partOf(file), "w")), list);
  }

  private constructor(file: string, handle: FileHandle, list: string) {
    this.#file = file;
    this.#handle = handle;
    this.#text = `{${JSON.stringify(list)}: [`;
  }

  async add(item: object): Promise<void> {
    this.#text += `${this.#isEmpty ? "" : ","}\n${JSON.stringify(item)}`;
    this.#isEmpty = false;
    if (this.#text.length >= bufferLength) await this.#write();
  }

  async end(summary: Record<string, unknown>): Promise<void> {
    const rest = Object.entries(summary).map(([name, value]) => `,\n${JSON.stringify(name)}: ${JSON.stringify(value)}`);
    this.#text += `\n]${rest.join("")}}\n`;
    await this.#write();
    await this.#handle.close();
    await writable(this.#file, () => rename(partOf(this.#file), this.#file));
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.#handle.close();
    await rm(partOf(this.#file), { force: true });
  }

  async #write(): Promise<void> {
    const text = this.#text;
    this.#text = "";
    await writable(this.#file, () => this.#handle.writeFile(text));
  }
}

function partOf(file: string): string {
  return `${file}.part`;
}

async function writable<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Mendable(
      `--json: ${file} can't be written (${errorName(error)}); name a file that can, in a folder that is there`,
    );
  }
}
