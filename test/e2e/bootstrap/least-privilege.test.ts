import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";
import type { PulumiResult } from "../../../local/engine/run.ts";
import { Bootstrapped, type Credentials, initFlags } from "./bootstrapped.ts";
import { actionsIn, ofStandIn, statementsOf, userLike } from "./users.ts";

const [readRole, upRole] = ["flex-media-staging-read", "flex-media-staging-up"];
const stack = ["--stack", "staging", "--non-interactive"];
const up = ["up", "--yes", "--skip-preview", ...stack];

let made: Bootstrapped;
let reader: Credentials;
let upper: Credentials;
/** The actions that a role's policies were asked for, and what of that they refused. */
const used = new Map<Credentials, Set<string>>();
const refused: string[] = [];

beforeAll(async () => {
  made = await Bootstrapped.open();
  reader = await userLike(made.query, readRole);
  upper = await userLike(made.query, upRole);
});
afterAll(async () => {
  await made.close();
});

async function run(who: Credentials, program: "pulumi" | "flex-media", args: string[]): Promise<PulumiResult> {
  const result = await made.run(program, args, who);
  const actions = used.get(who) ?? new Set();
  used.set(who, actions);
  for (const { action, allowed } of await made.judged(who)) {
    actions.add(action);
    if (!allowed) refused.push(action);
  }
  return result;
}

async function succeed(who: Credentials, program: "pulumi" | "flex-media", args: string[]): Promise<void> {
  const { code, stdout, stderr } = await run(who, program, args);
  expect(code, `${args.join(" ")}\n${stdout.slice(-3000)}\n${stderr.slice(-3000)}`).toBe(0);
}

test("an administrator's init makes the stack in the bucket, with its secrets sealed by the stack's key", async () => {
  await succeed(made.aws.credentials, "flex-media", initFlags(made));
  const file = await readFile(join(made.clone, "Pulumi.staging.yaml"), "utf8");
  expect(file).toContain(`secretsprovider: ${made.secretsProvider}`);
  expect(file).toMatch(/encryptedkey: \S+/);
  expect(file).toMatch(/twilio:authToken:\s+secure: v1:/);
});

test("the reading role previews, and can't bring anything up", async () => {
  await succeed(reader, "pulumi", ["preview", ...stack]);
  expect(refused).toEqual([]);
  const { code, stderr } = await run(reader, "pulumi", up);
  expect(code).not.toBe(0);
  expect(stderr).toContain("is not authorized to perform: s3:PutObject");
  // Its lock is the first thing that an up writes.
  expect(new Set(refused.splice(0))).toEqual(new Set(["s3:PutObject"]));
});

test("the role for ups brings everything up", async () => {
  await succeed(upper, "pulumi", up);
  expect(refused).toEqual([]);
});

test("the role for ups changes what can be changed", async () => {
  await made.set({
    "flex-media:tags": { team: "voice" },
    "flex-media:playback.mediaUrlSeconds": 300,
    "flex-media:playback.logRetentionDays": 30,
    "flex-media:playback.origins": ["https://flex.twilio.com", "https://acme.example"],
    "flex-media:archive.attempts": 20,
    "flex-media:archive.concurrency": 3,
    "flex-media:archive.reservedConcurrency": 0,
  });
  await succeed(upper, "pulumi", up);
  expect(refused).toEqual([]);
});

test("the role for ups takes a tag off everything, and records what the stack runs", async () => {
  await made.set({ "flex-media:tags": {} });
  await succeed(upper, "pulumi", up);
  await succeed(upper, "pulumi", ["stack", "tag", "set", "flex-media:commit", "0123456", "--stack", "staging"]);
  expect(refused).toEqual([]);
});

test("the reading role looks for drift, verifies, and reads what promotions go by", async () => {
  await succeed(reader, "flex-media", ["drift", "--stack", "staging"]);
  await succeed(reader, "flex-media", ["verify", "--stack", "staging"]);
  await succeed(reader, "pulumi", ["stack", "history", "--json", "--stack", "staging"]);
  await succeed(reader, "pulumi", ["stack", "tag", "ls", "--json", "--stack", "staging"]);
  expect(refused).toEqual([]);
});

test("the role for ups takes down what isn't kept, and neither bucket nor key", async () => {
  const { code, stdout } = await run(upper, "pulumi", ["destroy", "--yes", "--skip-preview", ...stack]);
  expect(code).not.toBe(0);
  expect(stdout).toContain("because it is protected");
  expect(refused).toEqual([]);
  const may = actionsIn(await statementsOf(made.query, upRole));
  for (const action of ["s3:DeleteBucket", "s3:DeleteObjectVersion", "kms:ScheduleKeyDeletion", "kms:Encrypt"]) {
    expect(may.has(action), action).toBe(false);
  }
});

test("the roles may do nothing but that, and what docs/state.md says that only AWS shows", async () => {
  const mayRead = actionsIn(await statementsOf(made.query, readRole));
  const mayUp = actionsIn(await statementsOf(made.query, upRole));
  expect([...mayRead].filter((action) => !mayUp.has(action))).toEqual([]);
  const seen = new Set([reader, upper].flatMap((who) => [...(used.get(who) ?? [])]));
  expect([...mayUp].filter((action) => !seen.has(action)).sort()).toEqual(await unseenActions());
  expect([...seen].filter((action) => !mayUp.has(action))).toEqual([...ofStandIn]);
});

test("no statement has a wildcard for an action, or for a resource that AWS lets be named", async () => {
  for (const { Sid, Action, Resource, Condition } of await statementsOf(made.query, upRole)) {
    for (const action of [Action].flat()) expect(action, Sid).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
    if (![Resource].flat().includes("*")) continue;
    expect(Condition !== undefined || Sid === "Lists", Sid).toBe(true);
  }
});

/** The actions that docs/state.md lists as those that nothing on this machine asks for. */
async function unseenActions(): Promise<string[]> {
  const text = await readFile(join(PROJECT_FOLDER, "docs/state.md"), "utf8");
  const [, section = ""] = /\n### What only AWS shows\n(.*?)\n##/s.exec(text) ?? [];
  return [...section.matchAll(/`([a-z0-9]+:[A-Za-z]+)`/g)].map(([, action = ""]) => action).sort();
}
