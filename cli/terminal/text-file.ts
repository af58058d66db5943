import { rename, writeFile } from "node:fs/promises";
import { errorName } from "../../functions/lambda/error-name.ts";
import { Mendable } from "../../local/engine/mendable.ts";

/** Writes a file that has its name only once it is whole. `option` is the one that named it. */
export async function writeTextFile(option: string, file: string, text: string): Promise<void> {
  try {
    await writeFile(`${file}.part`, text);
    await rename(`${file}.part`, file);
  } catch (error) {
    throw new Mendable(
      `--${option}: ${file} can't be written (${errorName(error)}); name a file that can, in a folder that is there`,
    );
  }
}
