import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { withValues } from "../../../../cli/init/stack-file.ts";
import { PROJECT_FOLDER } from "../../../../local/engine/project.ts";
import { takeOutAccount, withoutAccount } from "../../../../local/environments/without-account.ts";

const stacks = ["dev", "staging", "prod"];
const sealed = { secure: "v1:zj33GfhknxPaxQrr:pe64jeGBMb8iIml7REehwBWAM63L" };

/** What `init`, `pulumi config set` and an editor leave in a team's file. */
const ofTeam: Record<string, unknown> = {
  "twilio:accountSid": "AC0123456789abcdef0123456789abcdef",
  "twilio:authToken": sealed,
  "twilio:apiKey": "SK0123456789abcdef0123456789abcdef",
  "twilio:apiSecret": sealed,
  "twilio:endpoints": { studio: "https://proxy.acme.example" },
  "aws:region": "eu-west-1",
  "aws:profile": "flex-media-dev",
  "aws:allowedAccountIds": ["111122223333"],
  "aws:secretKey": sealed,
  "flex-media:recording.callbackUrl": "https://hooks.acme.example/recordings",
  "flex-media:voice.numbers": ["+14155550100"],
  "flex-media:voice.workflow": "Support",
  "flex-media:messaging.addresses": [{ type: "sms", address: "+14155550101" }],
  "flex-media:messaging.workflow": "Support",
  "flex-media:storage.kmsKeyArn": "arn:aws:kms:eu-west-1:111122223333:key/0-1",
  "flex-media:archive.alarmTopicArn": "arn:aws:sns:eu-west-1:111122223333:alarms",
  "flex-media:playback.alarmTopicArn": "arn:aws:sns:eu-west-1:111122223333:alarms",
  "flex-media:verification.from": "+14155550102",
  "flex-media:verification.probe": "call",
  "acme:token": sealed,
  "acme:tokens": ["plain", sealed],
  "acme:nested": { deep: { token: sealed }, plain: "stays" },
};
const sealing = {
  passphrase: "encryptionsalt: v1:oySAxv3nrug=:v1:Mt9weEIGenrEar/H:Bic9HyI49mLzCfIPJpEny/7J2Z\n",
  key: "secretsprovider: awskms://alias/flex-media-dev?region=eu-west-1\nencryptedkey: AQICAHg=\n",
};

async function shipped(stack: string): Promise<string> {
  return withoutAccount(await readFile(join(PROJECT_FOLDER, `Pulumi.${stack}.yaml`), "utf8"));
}

function completed(text: string, values = ofTeam, above = sealing.passphrase): string {
  return above + withValues("Pulumi.dev.yaml", text, new Map(Object.entries(values)));
}

test.each(stacks)(
  "%s's complete file says what it said before it was completed, and nothing of its account",
  async (stack) => {
    const text = await shipped(stack);
    for (const above of Object.values(sealing)) {
      const left = withoutAccount(completed(text, ofTeam, above));
      expect(left).not.toMatch(
        /secure|encrypt|secretsprovider|\b(AC|SK)[0-9a-f]{32}\b|\d{12}|\+1415|flex-media-dev|acme\.example|eu-west|Support/,
      );
      const { config } = parse(text);
      expect(parse(left)).toEqual({
        config: {
          ...config,
          "flex-media:voice": { ...config["flex-media:voice"], workflow: "Assign to Anyone" },
          "flex-media:messaging": { ...config["flex-media:messaging"], workflow: "Assign to Anyone" },
          "flex-media:verification": { ...config["flex-media:verification"], probe: "call" },
          "acme:tokens": ["plain"],
          "acme:nested": { deep: {}, plain: "stays" },
        },
      });
      const comments = text.split("\n").filter((line) => line.trim().startsWith("#"));
      expect(left.split("\n")).toEqual(expect.arrayContaining(comments));
    }
  },
);

test("a file that names no account stays as it is, whatever its layout", () => {
  const text = '# ours\nconfig:\n    aws:region:   us-east-1 # here\n    flex-media:tags: { team: "voice" }\n';
  expect(withoutAccount(text)).toBe(text);
  expect(withoutAccount("")).toBe("");
});

test("of whichever of an account's values are there, none stays", () => {
  const text = "config:\n  aws:region: us-east-1\n";
  fc.assert(
    fc.property(fc.subarray(Object.keys(ofTeam).filter((key) => /^(twilio|aws):/.test(key))), (keys) => {
      const values = Object.fromEntries(keys.map((key) => [key, ofTeam[key]]));
      expect(parse(withoutAccount(completed(text, values)))).toEqual(parse(text));
    }),
  );
});

test("a stack's file is written in its place", async () => {
  const folder = await mkdtemp(join(tmpdir(), "flex-media-account-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "Pulumi.dev.yaml");
  await writeFile(file, completed("config:\n  aws:region: us-east-1\n", { "aws:profile": "flex-media-dev" }));
  await takeOutAccount(folder, "dev");
  expect(parse(await readFile(file, "utf8"))).toEqual({ config: { "aws:region": "us-east-1" } });
});

test("a bucket for logs is taken out, and that there are logs stays", () => {
  const text = "config:\n  flex-media:storage:\n    accessLog:\n      bucket: acme-logs\n      days: 400\n";
  expect(parse(withoutAccount(text))).toEqual({ config: { "flex-media:storage": { accessLog: { days: 400 } } } });
});
