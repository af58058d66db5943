import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { git } from "../../../local/environments/git.ts";
import { type Environments, openEnvironments } from "./environments.ts";
import { click, edit, flexMedia, type Told, tagsOf, up } from "./told.ts";

let environments: Environments;
let folder: string;

beforeAll(async () => {
  environments = await openEnvironments(["dev", "staging"]);
  folder = environments.folder;
});
afterAll(() => environments?.close());

function promote(...args: string[]): Promise<Told> {
  return flexMedia(environments, "promote", "--from", "dev", "--to", "staging", ...args);
}

/** Promotion is refused, for these reasons and no others, and has touched nothing. */
async function expectRefusal(...reasons: (string | RegExp)[]): Promise<void> {
  const asked = environments.twilio("staging").control.requests;
  asked.clear();
  const { code, text } = await promote("--yes");
  expect(code, text).toBe(1);
  expect(text).toContain(`Nothing is promoted to staging. `);
  for (const reason of reasons) expect(text).toMatch(reason);
  expect(text.match(/^ {2}- /gm), text).toHaveLength(reasons.length);
  // A preview asks Twilio whether flows are valid, which changes nothing.
  const writes = asked.list().filter(({ method, path }) => method !== "GET" && !path.endsWith("/Flows/Validate"));
  expect(writes).toEqual([]);
}

/** Says of one resource of a stack, or of none, that a Pulumi was killed while it worked on that. */
async function setPending(stack: string, isPending: boolean): Promise<void> {
  const file = join(environments.env.FLEX_MEDIA_FOLDER ?? "", "state/.pulumi/stacks/flex-media", `${stack}.json`);
  const state = JSON.parse(await readFile(file, "utf8"));
  const { latest } = state.checkpoint;
  latest.pending_operations = isPending ? [{ resource: latest.resources.at(-1), type: "updating" }] : undefined;
  await writeFile(file, JSON.stringify(state));
}

test("a stack that isn't there, or was never brought up, is nothing to promote from", async () => {
  const nowhere = await flexMedia(environments, "promote", "--from", "nowhere", "--to", "elsewhere", "--yes");
  expect(nowhere.code).toBe(1);
  expect(nowhere.text).toContain("no stack named 'nowhere' found");
  expect(nowhere.text).toContain("no stack named 'elsewhere' found");
  await expectRefusal("--from: dev was never brought up");
});

test("nobody is asked where nobody can answer", async () => {
  const { code, text } = await promote();
  expect([code, text]).toEqual([
    1,
    "--yes: is missing, and there is no terminal to ask at; give it, or --dry-run for the report alone\n",
  ]);
});

test("an update that failed has left something half done", async () => {
  await edit(environments, (text) => text.replace("files: 2", "files: many"), "dev");
  expect((await up(environments, "dev")).code).not.toBe(0);
  await git(folder, "checkout", "--quiet", "Pulumi.dev.yaml");
  await expectRefusal("--from: no update of dev has come to its end", /--from: the last update of dev, at \S+, failed/);
});

test("what was brought up in part, with files in no commit, is no commit's work", async () => {
  await writeFile(join(folder, "untracked.ts"), "");
  const partial = await up(environments, "dev", "--target", "**flex:Configuration**");
  expect(partial.code, partial.text).toBe(0);
  await rm(join(folder, "untracked.ts"));
  await expectRefusal("changes that are in no commit", "of chosen resources only");
  const whole = await up(environments, "dev");
  expect(whole.code, whole.text).toBe(0);
});

test("every reason that a look tells is told at once", async () => {
  const ran = await git(folder, "rev-parse", "HEAD");
  const accountSid = (await environments.pulumi("config", "get", "twilio:accountSid", "--stack", "dev")).stdout.trim();
  const [token] =
    /(?<=twilio:authToken:)\s+secure: \S+/.exec(await git(folder, "show", "HEAD:Pulumi.staging.yaml")) ?? [];
  await environments.commit(() =>
    edit(
      environments,
      (text) =>
        text
          .replace(/ {4}language: .*\n/, "")
          .replace(/twilio:accountSid: AC\w+/, `twilio:accountSid: ${accountSid}`)
          .replace(token ?? "", " no longer hidden"),
      "staging",
    ),
  );
  await writeFile(join(folder, "untracked.ts"), "");
  await setPending("dev", true);
  await expectRefusal(
    "working tree: untracked.ts: not as in the commit",
    new RegExp(`--from: dev runs ${ran.slice(0, 10)}, but \\w{10} is checked out; \`git checkout --detach ${ran}\``),
    /dev: has operations whose end nobody saw: updating /,
    "flex-media:voice.language: is missing or empty in staging, but dev has it",
    "twilio:accountSid: is the same account in dev and staging",
    "twilio:authToken: has to be a secret, but is plain text in staging",
  );
  await setPending("dev", false);
  await rm(join(folder, "untracked.ts"));
  await git(folder, "reset", "--quiet", "--hard", ran);
  const same = await flexMedia(environments, "promote", "--from", "dev", "--to", "dev", "--yes");
  expect([same.code, same.text]).toEqual([1, expect.stringContaining("--to: is the stack that --from names")]);
});

test("drift, also what a refresh has noted, failed verification and violated policies are told together", async () => {
  await environments.commit(() =>
    edit(environments, (text) => text.replace("mediaUrlSeconds: 600", "mediaUrlSeconds: 3600"), "staging"),
  );
  const whole = await up(environments, "dev");
  expect(whole.code, whole.text).toBe(0);
  click(environments, "dev", 5);
  const refreshed = await environments.pulumi(
    "refresh",
    "--yes",
    "--skip-preview",
    "--stack",
    "dev",
    "--non-interactive",
  );
  expect(refreshed.code, refreshed.stdout + refreshed.stderr).toBe(0);
  click(environments, "dev", 7);
  await expectRefusal(
    /dev: flex \(twilio:flex:Configuration\) was changed: .*numberOfAttachments.* from 5 to 7, which no commit says/,
    /dev: is not what its commit makes of it, .*: update flex \(twilio:flex:Configuration\): .*numberOfAttachments.* from 5 to 2; /,
    /dev: Flex Configuration: /,
    /staging: presigned-lifetime: .*3600/,
  );
  click(environments, "dev", 2);
  expect(await tagsOf(environments, "staging")).not.toHaveProperty("flex-media:commit");
});
