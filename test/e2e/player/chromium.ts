import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { type Cleanup, temporaryFolder } from "../../contract/local-aws/fixture.ts";

const unpack = `
  import { inflate } from "@sparticuz/chromium";
  await Promise.all(process.argv.slice(1).map((file) => inflate(file)));
`;

/**
 * Starts the Chromium that an npm package carries, headless, unpacked into a folder that goes with it.
 *
 * @param switches of those that take a list and are given several times, the lists are joined
 */
export async function startChromium(cleanup: Cleanup, switches: readonly string[]): Promise<Browser> {
  const folder = await temporaryFolder(cleanup);
  const files = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "../bin");
  // The package unpacks into the system's temporary folder, which a process can be told of by its environment only.
  await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "-e", unpack, join(files, "chromium.br"), join(files, "fonts.tar.br")],
    { cwd: import.meta.dirname, env: { ...process.env, TMPDIR: folder } },
  );
  // Without any font Chromium does not start, and the package's own settings name folders of Lambda.
  const fonts = join(folder, "fonts");
  const settings = `<fontconfig><dir>${fonts}</dir><cachedir>${join(folder, "font-cache")}</cachedir></fontconfig>`;
  await writeFile(join(fonts, "fonts.conf"), `<?xml version="1.0"?>${settings}`);
  const browser = await chromium.launch({
    executablePath: join(folder, "chromium"),
    // As long as a test may take: what a loaded machine needs is no failure.
    timeout: 600_000,
    // The sandbox needs rights that containers don't have; nothing but this project's own page is opened.
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", ...joined(switches)],
    env: { ...process.env, FONTCONFIG_PATH: fonts },
  });
  cleanup.add(() => browser.close());
  return browser;
}

/** Chromium takes the last of several switches of a name. */
function joined(switches: readonly string[]): string[] {
  const lists = Map.groupBy(switches, (text) => text.slice(0, text.indexOf("=")));
  return [...lists].map(([name, texts]) => `${name}=${texts.map((text) => text.slice(name.length + 1)).join(",")}`);
}
