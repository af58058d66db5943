import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

export interface PageFile {
  contentType: string;
  text: string;
}

const folder = join(import.meta.dirname, "page");

/** The page's files by their paths; its modules are bundled into one that a browser runs. */
export async function pageFiles(): Promise<Readonly<Record<string, PageFile>>> {
  const [html, css, script] = await Promise.all([
    readFile(join(folder, "index.html"), "utf8"),
    readFile(join(folder, "style.css"), "utf8"),
    bundlePage(),
  ]);
  return {
    "/": { contentType: "text/html; charset=utf-8", text: html },
    "/style.css": { contentType: "text/css; charset=utf-8", text: css },
    "/page.js": { contentType: "text/javascript; charset=utf-8", text: script },
  };
}

async function bundlePage(): Promise<string> {
  const result = await build({
    entryPoints: [join(folder, "page.ts")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    // No tsconfig.json, of ours or from a folder above, has a say in what comes out.
    tsconfigRaw: {},
    logLevel: "silent",
  });
  const [file] = result.outputFiles;
  if (!file) throw new Error("local/player/page/page.ts: esbuild gave no file; check that it is a module");
  return file.text;
}
