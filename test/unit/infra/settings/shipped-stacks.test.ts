import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { type Mistake, type Settings, SettingsError, settingsFrom } from "../../../../infra/settings/settings.ts";
import { PROJECT_FOLDER } from "../../../../local/engine/project.ts";
import { withoutAccount } from "../../../../local/environments/without-account.ts";

type Config = Record<string, unknown>;

const stacks = ["dev", "staging", "prod"];
/** Each stack with the one that its changes come from. */
const steps = [
  ["staging", "dev"],
  ["prod", "staging"],
] as const;

/** What the stack says of itself, be its file complete or not. */
async function textOf(stack: string): Promise<string> {
  return withoutAccount(await readFile(join(PROJECT_FOLDER, `Pulumi.${stack}.yaml`), "utf8"));
}

async function configOf(stack: string): Promise<Config> {
  return parse(await textOf(stack)).config;
}

/** As Pulumi gives it to the program. */
function read(config: Config): Settings {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return settingsFrom(Object.fromEntries(Object.entries(config).map(([key, value]) => [key, text(value)])), {});
}

/** The sections that name things of the account, where a stack has them: `init` takes one away that names none. */
const ofAccount: Config = {
  "flex-media:voice": { numbers: ["+14155550100"] },
  "flex-media:messaging": { addresses: [{ type: "sms", address: "+14155550101" }] },
};

async function settingsOf(stack: string): Promise<Settings> {
  const config = await configOf(stack);
  const named = Object.entries(ofAccount).filter(([key]) => key in config);
  return read({
    ...config,
    "twilio:accountSid": `AC${"0".repeat(32)}`,
    "twilio:authToken": "a token",
    ...Object.fromEntries(named.map(([key, value]) => [key, Object.assign({}, config[key], value)])),
  });
}

/** The path of every setting that a stack states. */
function pathsIn(value: unknown, path: string[] = []): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path.join(".")];
  return Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]));
}

test.each(stacks)("%s lacks its account's values, and nothing else", async (stack) => {
  const config = await configOf(stack);
  const mistakes = mistakesIn(config).map(({ key }) => key);
  expect(mistakes.sort()).toEqual([
    ...("flex-media:messaging" in config ? ["flex-media:messaging.addresses"] : []),
    ...("flex-media:voice" in config ? ["flex-media:voice.numbers"] : []),
    "twilio:accountSid",
    "twilio:authToken",
  ]);
  const { recording } = await settingsOf(stack);
  expect(recording).toEqual(expect.objectContaining({ mechanism: expect.any(String) }));
});

function mistakesIn(config: Config): readonly Mistake[] {
  try {
    read(config);
  } catch (error) {
    if (error instanceof SettingsError) return error.mistakes;
    throw error;
  }
  return [];
}

test.each(stacks)("%s names no account, no credential and no machine beside its account's values", async (stack) => {
  expect(await textOf(stack)).not.toMatch(/\b(AC|SK)[0-9a-f]{32}\b|\b\d{12}\b|secure:|encryptionsalt|endpoints/);
});

test.each(steps)("%s states every setting that %s states", async (stack, from) => {
  expect(pathsIn(await configOf(stack))).toEqual(expect.arrayContaining(pathsIn(await configOf(from))));
});

/** What can be more or less strict: the higher, the stricter. How long recordings are kept is no question of strictness. */
const strictness: Record<string, (settings: Settings) => number> = {
  "destroy leaves recordings": ({ storage }) => Number(!storage.throwAway),
  "days that recordings are locked": ({ storage }) => storage.objectLock?.days ?? 0,
  "how hard a lock is to lift": ({ storage }) =>
    [undefined, "GOVERNANCE", "COMPLIANCE"].indexOf(storage.objectLock?.mode),
  "days in which a deleted recording comes back": ({ storage: { retention } }) =>
    typeof retention === "object" ? retention.noncurrentDays : Number.POSITIVE_INFINITY,
  "days that requests to the bucket are known": ({ storage }) => storage.accessLog?.days ?? 0,
  "days that the archive's log is kept": ({ archive }) => archive?.logRetentionDays ?? 0,
  "days that it is known who heard what": ({ playback }) => playback.logRetentionDays,
  "how soon a late recording is an alarm": ({ archive }) => -(archive?.alarmAgeMinutes ?? Number.POSITIVE_INFINITY),
  "how often a recording is tried": ({ archive }) => archive?.attempts ?? 0,
  "how few refusals are an alarm": ({ playback }) => -playback.alarmDenials,
  "how soon a media URL is worth nothing": ({ playback }) => -playback.mediaUrlSeconds,
  "how soon a revoked token is": ({ playback }) => -playback.tokenMemorySeconds,
  "callbacks that are taken at once": ({ archive }) => archive?.reservedConcurrency ?? 0,
  "playback's own concurrency": ({ playback }) => playback.reservedConcurrency,
  "agents hear nothing": ({ playback }) => Number(!playback.agentsHearOwn),
  "how few roles hear": ({ playback }) => -playback.allowedRoles.length,
  "how few files a message holds": ({ attachments }) => -Math.max(...attachments.map(({ files = 10 }) => files)),
};

test.each(steps)("%s is at least as strict as %s", async (stack, from) => {
  const [strict, before] = await Promise.all([settingsOf(stack), settingsOf(from)]);
  const laxer = Object.entries(strictness).filter(([, of]) => of(strict) < of(before));
  expect(laxer.map(([rule]) => rule)).toEqual([]);
});

test.each(steps)("%s lets in nothing that %s doesn't", async (stack, from) => {
  const [strict, before] = await Promise.all([settingsOf(stack), settingsOf(from)]);
  expect(before.playback.origins).toEqual(expect.arrayContaining(strict.playback.origins));
  expect(before.playback.allowedRoles).toEqual(expect.arrayContaining(strict.playback.allowedRoles));
  for (const { channel, extensions, fileBytes, totalBytes } of strict.attachments) {
    const limits = before.attachments.find((other) => other.channel === channel);
    expect(limits?.extensions).toEqual(expect.arrayContaining(extensions ?? []));
    expect(limits?.fileBytes).toBeGreaterThanOrEqual(fileBytes ?? Number.POSITIVE_INFINITY);
    expect(limits?.totalBytes).toBeGreaterThanOrEqual(totalBytes ?? Number.POSITIVE_INFINITY);
  }
});
