import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isErrno } from "../../errno.ts";
import { writeWhole } from "./store.ts";

/** The audio of recordings, by recording SID. */
export interface MediaFiles {
  write(sid: string, bytes: Buffer): void;
  read(sid: string): Buffer | undefined;
  remove(sid: string): void;
}

/** Beside the state file in `<state file>.media/`, or in memory where there is no state file. */
export function openMediaFiles(stateFile: string | undefined): MediaFiles {
  return stateFile === undefined ? inMemory() : inFolder(`${stateFile}.media`);
}

function inMemory(): MediaFiles {
  const files = new Map<string, Buffer>();
  return {
    write: (sid, bytes) => void files.set(sid, bytes),
    read: (sid) => files.get(sid),
    remove: (sid) => void files.delete(sid),
  };
}

function inFolder(folder: string): MediaFiles {
  const path = (sid: string) => join(folder, `${sid}.wav`);
  return {
    write: (sid, bytes) => writeWhole(path(sid), bytes),
    read(sid) {
      try {
        return readFileSync(path(sid));
      } catch (error) {
        if (isErrno(error, "ENOENT")) return undefined;
        throw error;
      }
    },
    remove: (sid) => rmSync(path(sid), { force: true }),
  };
}
