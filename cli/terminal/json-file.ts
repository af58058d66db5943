import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { Mendable } from "../../local/engine/mendable.ts";

/**
 * A JSON file that is written as its findings come, so that their number takes no memory: an object with a list, and
 * behind it what is known in the end. It has its name only once it is whole.
 */
export class JsonFile {
  readonly #file: string;
  readonly #stream: WriteStream;
  #isEmpty = true;

  /** @param list the list's name */
  static async open(file: string, list: string): Promise<JsonFile> {
    const stream = createWriteStream(`${file}.part`);
    try {
      await once(stream, "open");
    } catch (error) {
      const code = error instanceof Error && "code" in error ? ` (${error.code})` : "";
      throw new Mendable(`--json: ${file} can't be written${code}; name a file in a folder that is there`);
    }
    return new JsonFile(file, stream, list);
  }

  private constructor(file: string, stream: WriteStream, list: string) {
    this.#file = file;
    this.#stream = stream;
    stream.write(`{${JSON.stringify(list)}: [`);
  }

  async add(item: object): Promise<void> {
    const isRoomLeft = this.#stream.write(`${this.#isEmpty ? "" : ","}\n${JSON.stringify(item)}`);
    this.#isEmpty = false;
    if (!isRoomLeft) await once(this.#stream, "drain");
  }

  async end(summary: Record<string, unknown>): Promise<void> {
    const rest = Object.entries(summary).map(([name, value]) => `,\n${JSON.stringify(name)}: ${JSON.stringify(value)}`);
    this.#stream.end(`\n]${rest.join("")}}\n`);
    await finished(this.#stream);
    await rename(`${this.#file}.part`, this.#file);
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    this.#stream.destroy();
    await rm(`${this.#file}.part`, { force: true });
  }
}
