import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { filesOnAccount, StackFile, withValues } from "../../../../cli/init/stack-file.ts";

const text = `# What this stack is.
config:
  aws:region: us-east-1 # where
  flex-media:voice:
    # numbers: by init
    language: en-US
  flex-media:messaging:
  flex-media:attachments: {web: {extensions: [jpg, pdf]}}
`;

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "stack-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

function set(values: Record<string, unknown>): string {
  return withValues("Pulumi.dev.yaml", text, new Map(Object.entries(values)));
}

test("values go in without a word of what is there changing", () => {
  expect(set({})).toBe(text);
  const changed = set({
    "twilio:accountSid": "AC1",
    "flex-media:voice.numbers": ["+14155550100"],
    "flex-media:messaging.addresses": [{ type: "chat", address: "web" }],
    "aws:allowedAccountIds": ["012345678901"],
  });
  expect(changed).toBe(`# What this stack is.
config:
  aws:region: us-east-1 # where
  flex-media:voice:
    # numbers: by init
    language: en-US
    numbers: ["+14155550100"]
  flex-media:messaging:
    addresses: [{type: chat, address: web}]
  flex-media:attachments: {web: {extensions: [jpg, pdf]}}
  twilio:accountSid: AC1
  aws:allowedAccountIds: ["012345678901"]
`);
  expect(withValues("Pulumi.dev.yaml", changed, new Map([["aws:allowedAccountIds", undefined]]))).not.toContain("0123");
  expect(parse(withValues("x", "", new Map([["a:b.c", "d"]])))).toEqual({ config: { "a:b": { c: "d" } } });
});

test("whatever text is set is read back as that text", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.stringMatching(/^\+?\d{1,16}$/))), (list) => {
      const { config } = parse(set({ "flex-media:voice.numbers": list }));
      expect(config["flex-media:voice"].numbers).toEqual(list);
    }),
  );
});

test("what seals a stack's secrets is read from its file", async () => {
  const sealed = 'encryptionsalt: v1:x\nconfig:\n  twilio:authToken: {secure: "v1:y"}\n';
  const folder = folderOf({
    "Pulumi.dev.yaml": text,
    "Pulumi.trial.yaml": sealed,
    "Pulumi.prod.yaml": "secretsprovider: awskms://alias/x?region=us-east-1\nencryptedkey: z\n",
    "Pulumi.list.yaml": "- a\n",
    "Pulumi.broken.yaml": "config: {\n",
  });
  const [dev, trial, prod] = await Promise.all(
    ["dev", "trial", "acme/prod"].map((name) => StackFile.read(folder, name)),
  );
  expect([dev?.secretsProvider, dev?.hasSecrets]).toEqual([undefined, false]);
  expect([trial?.secretsProvider, trial?.hasSecrets]).toEqual(["passphrase", true]);
  expect([prod?.name, prod?.secretsProvider]).toEqual(["Pulumi.prod.yaml", "awskms://alias/x?region=us-east-1"]);
  await expect(StackFile.read(folder, "none")).rejects.toThrow("--stack: there is no Pulumi.none.yaml; name a stack");
  await expect(StackFile.read(folder, "list")).rejects.toThrow("Pulumi.list.yaml: is no YAML that could be read");
  await expect(StackFile.read(folder, "broken")).rejects.toThrow(
    /^Pulumi.broken.yaml: is no YAML .*\(line \d+\); mend/,
  );
});

test("other files of the project on the same account are found", async () => {
  const on = (sid: string) => `config:\n  twilio:accountSid: ${sid}\n`;
  const folder = folderOf({
    "Pulumi.yaml": "name: flex-media\n",
    "Pulumi.dev.yaml": on("AC1"),
    "Pulumi.staging.yaml": on("AC1"),
    "Pulumi.prod.yaml": on("AC2"),
    "Pulumi.empty.yaml": "",
  });
  const own = await StackFile.read(folder, "staging");
  expect(await filesOnAccount(folder, own, "AC1")).toEqual(["Pulumi.dev.yaml"]);
  expect(await filesOnAccount(folder, own, "AC3")).toEqual([]);
});
