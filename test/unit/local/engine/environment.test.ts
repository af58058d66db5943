import { existsSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../../../../local/engine/engine.ts";
import {
  fileBackend,
  pulumiEnvironment,
  readSharedEnvironments,
  shareEnvironments,
} from "../../../../local/engine/environment.ts";
import { PROJECT_FOLDER } from "../../../../local/engine/project.ts";

const engine: Engine = { pulumi: "/opt/engine/pulumi", folder: "/opt/engine", version: "3.259.0", source: "cache" };
const local = pathToFileURL(join(PROJECT_FOLDER, ".flex-media/state")).href;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flex-media-environment-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the environment of Pulumi commands", () => {
  it("has the engine and the project's commands first in PATH", () => {
    const { PATH } = pulumiEnvironment(engine, { env: { PATH: "/usr/bin" } });
    expect(PATH).toBe(["/opt/engine", join(PROJECT_FOLDER, "node_modules/.bin"), "/usr/bin"].join(delimiter));
  });

  it("is local where nothing else is said", () => {
    expect(pulumiEnvironment(engine, { env: { OTHER: "kept", PULUMI_BACKEND_URL: "" } })).toMatchObject({
      OTHER: "kept",
      PULUMI_HOME: join(PROJECT_FOLDER, ".flex-media/pulumi"),
      PULUMI_BACKEND_URL: local,
      PULUMI_CONFIG_PASSPHRASE: "local",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    });
  });

  it("keeps what Node compiles with the packages, or where the user says", () => {
    const own = pulumiEnvironment(engine, { env: {} }).NODE_COMPILE_CACHE;
    expect(own).toBe(join(PROJECT_FOLDER, "node_modules/.cache/node-compile-cache"));
    const given = pulumiEnvironment(engine, { env: { NODE_COMPILE_CACHE: "/var/cache/node" } });
    expect(given.NODE_COMPILE_CACHE).toBe("/var/cache/node");
  });

  it("keeps the user's home and backend, and invents no passphrase for that", () => {
    const env = { PULUMI_HOME: "/home/me/.pulumi", PULUMI_BACKEND_URL: "s3://states" };
    const made = pulumiEnvironment(engine, { env });
    expect(made).toMatchObject(env);
    expect(made).not.toHaveProperty("PULUMI_CONFIG_PASSPHRASE");
  });

  it("takes home and backend that are asked for before those of the user, and makes the state's folder", () => {
    const state = join(folder, "with space", "state");
    const made = pulumiEnvironment(engine, {
      env: { PULUMI_HOME: "/home/me/.pulumi", PULUMI_BACKEND_URL: "s3://states" },
      home: join(folder, "home"),
      backend: fileBackend(state),
    });
    expect(made).toMatchObject({
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: fileBackend(state),
      PULUMI_CONFIG_PASSPHRASE: "local",
    });
    expect(existsSync(state)).toBe(true);
  });

  it.each([{ PULUMI_CONFIG_PASSPHRASE: "" }, { PULUMI_CONFIG_PASSPHRASE_FILE: "/secret" }])(
    "keeps the user's own passphrase: %j",
    (given) => {
      const made = pulumiEnvironment(engine, { env: given });
      expect(made.PULUMI_CONFIG_PASSPHRASE).toBe(given.PULUMI_CONFIG_PASSPHRASE);
      expect(made).toMatchObject(given);
    },
  );

  it("leaves the user to decide whether plugins are fetched", () => {
    expect(pulumiEnvironment(engine, { env: {} })).not.toHaveProperty("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION");
  });
});

describe("the shared environments", () => {
  it("are none where no file is", async () => {
    expect(await readSharedEnvironments(join(folder, "environment.json"))).toEqual({});
  });

  it("are read as they were shared, by stack, and by nobody else", async () => {
    const file = join(folder, "environment.json");
    const shared = { dev: { AWS_CA_BUNDLE: "/dev.pem", EMPTY: "" }, prod: { AWS_CA_BUNDLE: "/prod.pem" }, none: {} };
    await shareEnvironments(shared, file);
    expect(await readSharedEnvironments(file)).toEqual(shared);
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it.each([
    ["{", "is no JSON object"],
    ["[]", "is no JSON object"],
    ["null", "is no JSON object"],
    ['{ "AWS_CA_BUNDLE": "/ca.pem" }', "AWS_CA_BUNDLE is no object of variables"],
    ['{ "dev": null }', "dev is no object of variables"],
    ['{ "dev": { "PORT": 80 } }', "dev.PORT is no string"],
  ])("are refused when their file holds %j", async (content, wrong) => {
    const file = join(folder, "environment.json");
    await writeFile(file, content);
    await expect(readSharedEnvironments(file)).rejects.toThrow(`${file}: ${wrong}; delete it, `);
  });
});
