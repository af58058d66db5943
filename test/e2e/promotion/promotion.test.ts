import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { git } from "../../../local/environments/git.ts";
import { type Environments, openEnvironments } from "./environments.ts";
import { click, credentialsOf, edit, flexMedia, type Told, tagsOf, up } from "./told.ts";

let environments: Environments;
let first: string;
let second: string;

beforeAll(async () => {
  environments = await openEnvironments();
  first = await git(environments.folder, "rev-parse", "HEAD");
});
afterAll(() => environments?.close());

function promote(from: string, to: string, ...args: string[]): Promise<Told> {
  return flexMedia(environments, "promote", "--from", from, "--to", to, "--yes", ...args);
}

function filesOf(stack: string): number | undefined {
  const configs = environments.twilio(stack).control.flexConfiguration.get().channel_configs ?? [];
  return configs.find((config) => config.address_type === "web")?.cbm_attachments?.number_of_attachments;
}

test("a change runs in dev first", async () => {
  const dev = await up(environments, "dev");
  expect(dev.code, dev.text).toBe(0);
});

test.each([
  ["dev", "staging"],
  ["staging", "prod"],
])("what runs in %s comes to %s by its commit, with a report and a record", async (from, to) => {
  const files = {
    markdown: join(environments.folder, "../report.md"),
    json: join(environments.folder, "../report.json"),
  };
  const { code, text } = await promote(from, to, "--markdown", files.markdown, "--json", files.json);
  expect(code, text).toBe(0);
  expect(text).toContain(`${to} runs ${first.slice(0, 10)}, and is verified`);
  expect(text).toContain(`Configuration of ${to} beside that of ${from}`);
  expect(text).toMatch(/^create voice \(twilio:studio:Flow\): done$/m);
  const report = JSON.parse(await readFile(files.json, "utf8"));
  expect(report).toMatchObject({ kind: "promotion", from, to, commit: first, end: "delivered", refusals: [] });
  const markdown = await readFile(files.markdown, "utf8");
  expect(markdown).toContain("### Configuration");
  expect(markdown).toContain("### Done");
  const credentials = [...(await credentialsOf(environments, from)), ...(await credentialsOf(environments, to))];
  expect(
    credentials.filter((one) => one === "" || `${text}${markdown}${JSON.stringify(report)}`.includes(one)),
  ).toEqual([]);
  const tags = await tagsOf(environments, to);
  expect(tags).toMatchObject({
    "flex-media:commit": first,
    "flex-media:promoted-from": from,
    "flex-media:verification": "passed",
  });
  expect(Date.parse(tags["flex-media:promoted-at"] ?? "")).toBeLessThanOrEqual(Date.now());
  expect(tags).not.toHaveProperty("flex-media:previous-commit");
  expect(tags).not.toHaveProperty("flex-media:at-work");
  expect(await git(environments.folder, "status", "--porcelain")).toBe("");
});

test("a click in staging is drift, and keeps it from prod until it is undone, as does one in prod", async () => {
  click(environments, "staging", 7);
  click(environments, "prod", 3);
  const drift = await flexMedia(environments, "drift", "--stack", "staging");
  expect(drift.code, drift.text).toBe(2);
  const refused = await promote("staging", "prod");
  expect(refused.code, refused.text).toBe(1);
  expect(refused.text).toMatch(
    /staging: flex \(twilio:flex:Configuration\) was changed: .* from 2 to 7, which no commit says/,
  );
  expect(refused.text).toMatch(/prod: flex \(.*\) was changed: .* from 2 to 3, which an update would pass over/);
  for (const stack of ["staging", "prod"]) click(environments, stack, 2);
  const none = await flexMedia(environments, "drift", "--stack", "staging");
  expect(none.code, none.text).toBe(0);
});

test("an update that fails midway says what is done and what is not, and records nothing", async () => {
  const fewer = (text: string) =>
    text.replace("files: 2", "files: 1").replace("consent: This call", "consent: Your call");
  second = await environments.commit(() => edit(environments, fewer, "dev", "staging", "prod"));
  const dev = await up(environments, "dev");
  expect(dev.code, dev.text).toBe(0);

  const { faults } = environments.twilio("staging").control;
  faults.add({ method: "POST", host: "studio.twilio.com", pathPattern: "/Flows/FW", status: 400, code: 20001 });
  const failed = await promote("dev", "staging");
  faults.clear();
  expect(failed.code, failed.text).toBe(1);
  expect(failed.text).toContain(
    `The update of staging to ${second.slice(0, 10)} did not come to its end; nothing is recorded.`,
  );
  expect(failed.text).toMatch(/^Done:\n {2}- update flex \(twilio:flex:Configuration\)$/m);
  expect(failed.text).toMatch(/^Not done:\n {2}- update voice \(twilio:studio:Flow\)$/m);
  expect(filesOf("staging")).toBe(1);
  expect(await tagsOf(environments, "staging")).toMatchObject({
    "flex-media:commit": first,
    "flex-media:at-work": expect.stringMatching(new RegExp(`^${second} after \\d{4}-`)),
  });

  const half = await promote("staging", "prod");
  expect([half.code, half.text]).toEqual([
    1,
    expect.stringMatching(/--from: the last update of staging, at \S+, failed/),
  ]);
});

test("the same again goes on where it ended; what doesn't verify is recorded as such, with the way back", async () => {
  const { faults } = environments.twilio("staging").control;
  // Neither refresh nor update asks which revision callers run, but verification does.
  faults.add({ method: "GET", host: "studio.twilio.com", pathPattern: "/Revisions/", status: 403, code: 20003 });
  const { code, text } = await promote("dev", "staging", "--patience", "0");
  faults.clear();
  expect(code, text).toBe(2);
  expect(text).toContain("recorded as not verified");
  expect(text).toContain(`git checkout --detach ${first} && npm run flex-media -- rollback --stack staging`);
  expect(await tagsOf(environments, "staging")).toMatchObject({
    "flex-media:commit": second,
    "flex-media:previous-commit": first,
    "flex-media:verification": "failed",
  });
});

test("rollback goes to the commit before, once that is checked out, and no further", async () => {
  const elsewhere = await flexMedia(environments, "rollback", "--stack", "staging", "--yes");
  expect([elsewhere.code, elsewhere.text]).toEqual([
    1,
    expect.stringContaining(
      `staging goes back to ${first.slice(0, 10)}, but ${second.slice(0, 10)} is checked out; \`git checkout --detach ${first}\``,
    ),
  ]);
  await git(environments.folder, "checkout", "--quiet", "--detach", first);
  click(environments, "staging", 7);
  const back = await flexMedia(environments, "rollback", "--stack", "staging", "--yes");
  expect(back.code, back.text).toBe(0);
  // Which the update happens to write, so that it stays in no account.
  expect(back.text).toMatch(/ {2}- flex \(twilio:flex:Configuration\) was changed: .* from 1 to 7$/m);
  expect(filesOf("staging")).toBe(2);
  const tags = await tagsOf(environments, "staging");
  expect(tags).toMatchObject({ "flex-media:commit": first, "flex-media:verification": "passed" });
  expect(tags).not.toHaveProperty("flex-media:previous-commit");
  expect(tags).not.toHaveProperty("flex-media:promoted-from");

  const further = await flexMedia(environments, "rollback", "--stack", "staging", "--yes");
  expect([further.code, further.text]).toEqual([1, expect.stringContaining("has no commit recorded to go back to")]);
});
