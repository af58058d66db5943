import { chmod, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ensureMiniStack, PythonMissing } from "../../../../local/aws/venv.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "flex-media-venv-"));
  vi.stubEnv("XDG_CACHE_HOME", join(root, "cache"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

/** A python whose answers to the probe, to `-m venv` and to `-m pip` are shell lines. */
async function fakePython(answers: { probe?: string; venv?: string; pip?: string }): Promise<string> {
  const path = join(root, "python");
  const venv = answers.venv ?? `mkdir -p "$3/bin" && cp "$0" "$3/bin/python"`;
  const lines = [
    "#!/bin/sh",
    `if [ "$1" = -c ]; then ${answers.probe ?? "echo 3.12; echo build"}; exit $?; fi`,
    `echo "$2" >> "${join(root, "calls")}"`,
    `if [ "$2" = venv ]; then ${venv}; exit $?; fi`,
    `if [ "$2" = pip ]; then ${answers.pip ?? "sleep 0.2"}; exit $?; fi`,
  ];
  await writeFile(path, `${lines.join("\n")}\n`);
  await chmod(path, 0o755);
  return path;
}

const calls = async () => (await readFile(join(root, "calls"), "utf8")).trim().split("\n");
const cached = () => readdir(join(root, "cache", "flex-media"));

describe("ensureMiniStack", () => {
  it("says what Python is for and how to get it when there is none", async () => {
    const failure = ensureMiniStack({ python: join(root, "absent") });
    await expect(failure).rejects.toThrow(PythonMissing);
    await expect(failure).rejects.toThrow(
      /^Python 3 was not found .*it runs MiniStack, .*apt install python3 python3-venv/,
    );
  });

  it("names the part of Python that is missing", async () => {
    const python = await fakePython({ probe: `echo 3.12; echo "No module named 'ensurepip'" >&2; false` });
    await expect(ensureMiniStack({ python })).rejects.toThrow(/^Python 3 lacks its module ensurepip: /);
  });

  it("refuses a Python that is too old", async () => {
    const python = await fakePython({ probe: "echo 3.9; echo build" });
    await expect(ensureMiniStack({ python })).rejects.toThrow(/^Python 3\.9 is too old: /);
  });

  it("installs once, and again for another Python", async () => {
    const report = vi.fn();
    const first = await ensureMiniStack({ python: await fakePython({}), report });
    expect(await ensureMiniStack({ python: await fakePython({}), report })).toBe(first);
    expect(await calls()).toEqual(["venv", "pip"]);
    expect(report).toHaveBeenCalledTimes(1);

    const other = await ensureMiniStack({ python: await fakePython({ probe: "echo 3.13; echo build" }) });
    expect(other).not.toBe(first);
    expect(await calls()).toEqual(["venv", "pip", "venv", "pip"]);
  });

  it("leaves one environment when two build it at once", async () => {
    const python = await fakePython({});
    const [first, second] = await Promise.all([ensureMiniStack({ python }), ensureMiniStack({ python })]);
    expect(first).toBe(second);
    expect(await cached()).toHaveLength(2);
  });

  it("tells why the installation failed and leaves nothing behind", async () => {
    const python = await fakePython({ pip: "echo 'ERROR: No matching distribution found' >&2; false" });
    await expect(ensureMiniStack({ python })).rejects.toThrow(
      "MiniStack, the local AWS emulator, could not be installed (ERROR: No matching distribution found). It comes from",
    );
    expect(await cached()).toEqual([]);
  });

  it("removes builds that were interrupted long ago", async () => {
    const built = await ensureMiniStack({ python: await fakePython({}) });
    const [link = ""] = (await cached()).filter((name) => !name.includes("."));
    const abandoned = join(root, "cache", "flex-media", `${link}.abandoned`);
    await writeFile(abandoned, "");
    await utimes(abandoned, 0, 0);
    await rm(join(root, "cache", "flex-media", link));

    expect(await ensureMiniStack({ python: await fakePython({}) })).not.toBe(built);
    expect(await cached()).not.toContain(`${link}.abandoned`);
  });
});
