import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Archive, Asset, ProviderError } from "../../../../providers/kit/index.ts";
import { zip } from "../zip.ts";

/** What Lambda takes directly, without a detour over S3. */
const maxZipBytes = 50 * 1024 * 1024;
const maxUnzippedBytes = 250 * 1024 * 1024;

/** The archive as the zip that Lambda takes: the same bytes for the same files, so that its hash tells of changes. */
export async function functionCode(archive: Archive): Promise<Buffer> {
  const packed = await packedOf(archive);
  if (packed.length > maxZipBytes) {
    throw new ProviderError(
      `code: is ${packed.length} bytes zipped, but must be at most ${maxZipBytes}; leave files out.`,
    );
  }
  return packed;
}

async function packedOf(archive: Archive): Promise<Buffer> {
  const path = pathOf(archive.content);
  if (path !== undefined && (await kindOf(path)) === "file") {
    if (/\.(zip|jar)$/i.test(path)) return readFile(path);
    throw new ProviderError(`code: ${path} is neither a folder nor a .zip file; give one of these.`);
  }
  const files = await filesOf(archive);
  const bytes = files.reduce((sum, [, content]) => sum + content.length, 0);
  if (files.length === 0) throw new ProviderError("code: holds no file; put the handler's file into it.");
  if (bytes > maxUnzippedBytes) {
    throw new ProviderError(`code: is ${bytes} bytes, but must be at most ${maxUnzippedBytes}; leave files out.`);
  }
  return zip(files);
}

type Files = [path: string, content: Uint8Array][];

async function filesOf({ content }: Archive): Promise<Files> {
  const path = pathOf(content);
  if (path !== undefined) return folderFiles(path);
  const parts = await Promise.all(
    Object.entries(content.assets ?? {}).map(async ([name, part]): Promise<Files> => {
      if (part instanceof Asset) return [[name, await assetBytes(part)]];
      return (await filesOf(part)).map(([inner, bytes]) => [`${name}/${inner}`, bytes]);
    }),
  );
  return parts.flat();
}

async function assetBytes({ content }: Asset): Promise<Uint8Array> {
  const path = pathOf(content);
  // An empty text comes as no text at all.
  if (path === undefined) return Buffer.from(content.text ?? "", "utf8");
  await kindOf(path);
  return readFile(path);
}

async function folderFiles(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return Promise.all(
    files.map(async ({ parentPath, name }): Promise<Files[number]> => {
      const path = join(parentPath, name);
      const inArchive = path.slice(join(folder, "/").length).replaceAll("\\", "/");
      return [inArchive, await readFile(path)];
    }),
  );
}

/** Where the content lies on this machine, if it lies anywhere. */
function pathOf({ path, uri }: { path?: string; uri?: string }): string | undefined {
  if (uri === undefined || uri === "") return path === "" ? undefined : path;
  if (uri.startsWith("file:")) return fileURLToPath(uri);
  throw new ProviderError(
    `code: lies at ${new URL(uri).origin}, where the local AWS provider does not fetch from; give a file or folder.`,
  );
}

async function kindOf(path: string): Promise<"file" | "folder"> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch (error) {
    throw new ProviderError(`code: ${path} can't be read; build it first, or correct the path.`, { cause: error });
  }
}
