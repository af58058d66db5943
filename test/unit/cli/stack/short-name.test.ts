import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { projectPack } from "../../../../cli/stack/policy-pack.ts";
import { shortName } from "../../../../cli/stack/short-name.ts";
import { PROJECT_FOLDER } from "../../../../local/engine/project.ts";

const names = ["prod", "flex-media/prod", "acme/flex-media/prod"];

test.each(names)("%s is prod for short", (name) => {
  expect(shortName(name)).toBe("prod");
});

test.each([...names, "acme/prod/other"])(
  "the policies of %s are the same for commands and for a pipeline's up",
  async (name) => {
    const bin = await mkdtemp(join(tmpdir(), "flex-media-short-name-"));
    try {
      await writeFile(join(bin, "npm"), '#!/bin/sh\necho "$*"\n');
      await chmod(join(bin, "npm"), 0o755);
      const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
      const { stdout } = await promisify(execFile)(join(PROJECT_FOLDER, "pipelines/up.sh"), [name], { env });
      const [, given] = /--policy-pack-config (\S+)/.exec(stdout) ?? [];
      const { config } = projectPack(name);
      expect(given).toBe(config && relative(PROJECT_FOLDER, config));
      expect(config !== undefined).toBe(shortName(name) === "prod");
    } finally {
      await rm(bin, { recursive: true, force: true });
    }
  },
);
