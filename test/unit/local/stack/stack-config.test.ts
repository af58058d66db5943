import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PROJECT_FOLDER } from "../../../../local/engine/project.ts";
import { LocalStackConfig } from "../../../../local/stack-config.ts";

const committed = join(PROJECT_FOLDER, "Pulumi.local.yaml");
const usual = { twilio: 18651, aws: 18652 };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flex-media-config-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("with the usual ports the committed file is the configuration", async () => {
  const config = new LocalStackConfig(folder);
  await config.write(usual);
  expect(config.file).toBe(committed);
  expect(config.isMoved).toBe(false);
});

test("with other ports a copy names them, and nothing else differs", async () => {
  const config = new LocalStackConfig(folder);
  await config.write({ twilio: 40001, aws: 40002 });
  expect(config.isMoved).toBe(true);
  const moved = await readFile(config.file, "utf8");
  expect(moved).not.toMatch(/18651|18652/);
  expect(moved.replaceAll("40001", "18651").replaceAll("40002", "18652")).toBe(await readFile(committed, "utf8"));
});

test("the ports to serve on are those that the configuration names", async () => {
  const config = new LocalStackConfig(folder);
  expect(await config.ports()).toEqual(usual);
  await config.write({ twilio: 40001, aws: 40002 });
  expect(await config.ports()).toEqual({ twilio: 40001, aws: 40002 });
});

test("back on the usual ports the copy is gone", async () => {
  const config = new LocalStackConfig(folder);
  await config.write({ twilio: 40001, aws: usual.aws });
  await config.write(usual);
  expect(config.isMoved).toBe(false);
});
