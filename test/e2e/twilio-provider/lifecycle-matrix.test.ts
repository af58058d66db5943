import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalTwilio, startLocalTwilio } from "../../../local/twilio/server.ts";
import { Account } from "../../contract/twilio-provider/matrix/account.ts";
import { AccountView } from "../../contract/twilio-provider/matrix/account-view.ts";
import type { Declared, ResourceCase } from "../../contract/twilio-provider/matrix/case.ts";
import { cases } from "../../contract/twilio-provider/matrix/cases.ts";
import { TwilioProject } from "./project.ts";

const credentials = { accountSid: `AC${"6".repeat(32)}`, authToken: "matrix-auth-token" };

let twilio: LocalTwilio;
let project: TwilioProject;
let declared: { resource: ResourceCase; declared: Declared; untouched: unknown }[];

beforeAll(async () => {
  twilio = await startLocalTwilio(credentials);
  project = await TwilioProject.make(twilio, credentials);
  declared = [];
  const view = new AccountView(twilio, credentials);
  for (const resource of cases)
    declared.push({ resource, declared: await resource.declare(twilio, view), untouched: undefined });
  // What one needs may be a part of what another adopts, so the account is looked at when all is there.
  for (const entry of declared) entry.untouched = await entry.declared.snapshot?.();
});
afterAll(async () => {
  await project?.remove();
  await twilio?.close();
});

const changeable = cases.filter(({ unchangeable }) => !unchangeable).length;

const nameOf = ({ type }: ResourceCase) => type.replaceAll(":", "-");

async function declare(which: "inputs" | "changed"): Promise<void> {
  await project.declare(
    declared.map(({ resource, declared }) => ({
      type: resource.type,
      name: nameOf(resource),
      inputs: declared[which],
    })),
  );
}

test("every resource is created, and another up finds nothing to do and asks Twilio nothing", async () => {
  await declare("inputs");
  expect(await project.operate("up")).toEqual({ created: cases.length + 1 });
  for (const { resource, declared: declaration } of declared)
    expect([resource.type, await declaration.count()]).toEqual([resource.type, 1]);

  twilio.control.requests.clear();
  expect(await project.operate("up")).toEqual({ unchanged: cases.length + 1 });
  expect(twilio.control.requests.list()).toEqual([]);
});

test("no state holds the auth token", async () => {
  expect(JSON.stringify(await project.state())).not.toContain(credentials.authToken);
});

test("every property that can change in place does, and a refresh then finds no drift", async () => {
  await declare("changed");
  expect(await project.operate("up")).toEqual({ updated: changeable, unchanged: 1 + cases.length - changeable });
  expect(await project.operate("refresh")).toEqual({ unchanged: cases.length + 1 });
  for (const { resource, declared: declaration } of declared)
    expect([resource.type, await declaration.count()]).toEqual([resource.type, 1]);
});

test("what somebody else changed is seen by a refresh, and put right by an up", async () => {
  const account = await Account.connect(twilio, credentials);
  for (const {
    resource,
    declared: { inputs },
  } of declared) {
    if (resource.unchangeable) continue;
    const saved = (await project.state()).find(({ type }) => type === resource.type);
    if (saved === undefined) throw new Error(`${resource.type} is not in the state.`);
    await account.provider.update(resource.type, { id: saved.id, inputs: saved.inputs, state: saved.outputs }, inputs);
  }
  await account.provider.close();
  expect(await project.operate("refresh")).toEqual({ updated: changeable, unchanged: 1 + cases.length - changeable });
  expect(await project.operate("up")).toEqual({ updated: changeable, unchanged: 1 + cases.length - changeable });
  expect(await project.operate("refresh")).toEqual({ unchanged: cases.length + 1 });
});

test("what the API can't change in place is replaced", async () => {
  const replaceable = declared.filter(({ declared: { replaced } }) => replaced !== undefined);
  await project.declare(
    declared.map(({ resource, declared: { changed, replaced } }) => ({
      type: resource.type,
      name: nameOf(resource),
      inputs: replaced ?? changed,
    })),
  );
  const kept = 1 + cases.length - replaceable.length;
  expect(await project.operate("up")).toEqual({ replaced: replaceable.length, unchanged: kept });
  await declare("changed");
  expect(await project.operate("up")).toEqual({ replaced: replaceable.length, unchanged: kept });
});

test("every resource can be imported, and a preview of what was imported is empty", async () => {
  const resources = (await project.state()).map(({ type, id, inputs, outputs }) => {
    const resource = cases.find((candidate) => candidate.type === type);
    const importId = resource?.importId?.({ id, inputs, state: outputs }) ?? id;
    return { type, name: type.replaceAll(":", "-"), id: importId };
  });
  const file = join(project.folder, "import.json");
  await writeFile(file, JSON.stringify({ resources }));
  await project.run([
    "import",
    "--yes",
    "--skip-preview",
    "--protect=false",
    "--generate-code=false",
    "--stack=imported",
    "--file",
    file,
  ]);
  const imported = await project.state("imported");
  expect(imported.map(({ type }) => type).sort()).toEqual(cases.map(({ type }) => type).sort());

  await project.declare(imported.map(({ type, inputs }) => ({ type, name: type.replaceAll(":", "-"), inputs })));
  const preview = await project.run(["preview", "--diff", "--stack=imported"]);
  expect(preview).toMatch(new RegExp(`Resources:\\n {4}${cases.length + 1} unchanged\\n`));
});

test("destroy unmakes what was made, puts back what was adopted, and can be repeated", async () => {
  await declare("changed");
  expect(await project.operate("destroy")).toEqual({ deleted: cases.length + 1 });
  for (const { resource, declared: declaration, untouched } of declared) {
    expect([resource.type, await declaration.count()]).toEqual([resource.type, resource.adopted ? 1 : 0]);
    expect([resource.type, await declaration.snapshot?.()]).toEqual([resource.type, untouched]);
  }
  expect(await project.operate("destroy")).toEqual({});
});
