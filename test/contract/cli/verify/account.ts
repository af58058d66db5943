import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { expect } from "vitest";
import type { Stack } from "../../../../cli/stack/stack.ts";
import { type StackCheck, type VerifyOptions, verifyStack } from "../../../../cli/verify/index.ts";
import { callbackUrlOf } from "../../../../infra/archive/callback-url.ts";
import { settingsFrom } from "../../../../infra/settings/settings.ts";
import { messagingFlow, voiceFlow } from "../../../../infra/studio/flows.ts";
import { allServicesAt } from "../../../../local/aws/provider/clients.ts";
import { type LocalTwilio, startLocalTwilio } from "../../../../local/twilio/server.ts";
import { type Cleanup, temporaryFolder } from "../../local-aws/fixture.ts";

export const authToken = "the auth token of a verified stack";
export const number = "+14155550100";
export const other = "+14155550101";

type Json = Record<string, unknown>;

/** What is declared, as `flex-media:*`. */
export const declared = {
  recording: { mechanism: "studio", turnOffNative: true },
  attachments: { web: { files: 2, fileSize: "5 MiB", totalSize: "10 MiB", extensions: ["jpg", "pdf"] } },
  voice: { numbers: [number] },
  messaging: { addresses: [{ type: "sms", address: other }] },
  archive: { enabled: true },
  verification: { probe: "none" },
};

export interface Place {
  playbackUrl: string;
  archiveUrl: string;
  bucketName: string;
  aws: { url: string; caFile: string; credentials: { accessKeyId: string; secretAccessKey: string } };
}

export type Account = Awaited<ReturnType<typeof broughtUp>>;

/** A Twilio account in which all is as the settings declare it, and the stack that declares it. */
export async function broughtUp(cleanup: Cleanup, place: Place, given?: { twilio: LocalTwilio; accountSid: string }) {
  const { accountSid, twilio } = given ?? (await account(cleanup));
  const host = (product: string) => twilio.endpoint(`${product}.twilio.com`);
  const config = (changes: Json = {}) => ({
    "twilio:accountSid": accountSid,
    "twilio:authToken": authToken,
    "twilio:endpoints": {
      api: host("api"),
      conversations: host("conversations"),
      flexApi: host("flex-api"),
      iam: host("iam"),
      studio: host("studio"),
      taskrouter: host("taskrouter"),
      voice: host("voice"),
    },
    "aws:region": "us-east-1",
    "aws:accessKey": place.aws.credentials.accessKeyId,
    "aws:secretKey": place.aws.credentials.secretAccessKey,
    "aws:endpoints": [allServicesAt(place.aws.url)],
    "aws:customCaBundle": place.aws.caFile,
    "aws:s3UsePathStyle": true,
    ...Object.fromEntries(
      Object.entries({ ...declared, ...changes }).flatMap(([key, value]) =>
        value === undefined ? [] : [[`flex-media:${key}`, value]],
      ),
    ),
  });
  const written = (changes?: Json) =>
    Object.fromEntries(
      Object.entries(config(changes)).map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    );

  async function post(target: string, body: Record<string, string> | Json, type: "form" | "json" = "form") {
    const authorization = `Basic ${btoa(`${accountSid}:${authToken}`)}`;
    const sent = type === "form" ? new URLSearchParams(body as Record<string, string>) : JSON.stringify(body);
    const headers = { authorization, ...(type === "json" && { "content-type": "application/json" }) };
    const answer = await fetch(twilio.endpoint(target), { method: "POST", headers, body: sent });
    const json = (await answer.json()) as Json;
    expect([answer.ok, json.message]).toEqual([true, undefined]);
    return json;
  }

  const settings = settingsFrom(written(), {});
  const workflow = twilio.control.state().taskRouter.workflows[0]?.sid ?? "";
  const recordingCallback = callbackUrlOf(place.archiveUrl);
  const definition = voiceFlow(settings, { workflow, playbackUrl: place.playbackUrl, recordingCallback });
  const publish = (FriendlyName: string, flow: unknown) =>
    post("studio.twilio.com/v2/Flows", { FriendlyName, Status: "published", Definition: JSON.stringify(flow) });
  const voice = await publish("calls", definition);
  const messaging = await publish("messages", messagingFlow(settings, { workflow }));
  const voiceUrl = String(voice.webhook_url);
  const called = twilio.control.phoneNumbers.add({ phone_number: number, voice_url: voiceUrl });
  const texted = twilio.control.phoneNumbers.add({ phone_number: other });
  const address = await post("conversations.twilio.com/v1/Configuration/Addresses", {
    Type: "sms",
    Address: other,
    "AutoCreation.Enabled": "true",
    "AutoCreation.Type": "studio",
    "AutoCreation.StudioFlowSid": String(messaging.sid),
    "AutoCreation.StudioRetryCount": "3",
  });
  setWebLimits({});

  /** What somebody set in the Console of web chat's attachment limits. */
  function setWebLimits(change: Json): void {
    const { flexConfiguration } = twilio.control;
    const limits = {
      enabled: true,
      number_of_attachments: 2,
      max_file_size: 5 * 1024 ** 2,
      max_total_file_size: 10 * 1024 ** 2,
      accepted_extensions: ["pdf", "jpg"],
      ...change,
    };
    const others = (flexConfiguration.get().channel_configs ?? []).filter((one) => one.address_type !== "web");
    flexConfiguration.change({ channel_configs: [...others, { address_type: "web", cbm_attachments: limits }] });
  }

  const outputs: Json = {
    accountSid,
    bucketName: place.bucketName,
    recordingsPrefix: "recordings/",
    recordingsKeyLayout: "flex-media",
    archiveUrl: place.archiveUrl,
    playbackUrl: place.playbackUrl,
    voiceFlowSid: voice.sid,
    messagingFlowSid: messaging.sid,
  };

  /** The stack as Pulumi tells of it. */
  function stack(changes: Json = {}, environment: NodeJS.ProcessEnv = {}): Stack {
    const values = Object.fromEntries(Object.entries(written(changes)).map(([key, value]) => [key, { value }]));
    const pulumi = async ([command]: readonly string[]) => ({
      code: 0,
      stdout: JSON.stringify(command === "stack" ? outputs : values),
      stderr: "",
    });
    return { name: "tests", environment, pulumi };
  }

  return {
    twilio,
    accountSid,
    post,
    stack,
    definition,
    voice,
    messaging,
    voiceUrl,
    called,
    texted,
    address,
    setWebLimits,

    /** All checks, none of which tells what must not be told. */
    async checks(changes: Json = {}, options: Partial<VerifyOptions> = {}): Promise<StackCheck[]> {
      const done: StackCheck[] = [];
      const stop = new AbortController().signal;
      // A deployed archive gets the time that Lambdas take to start.
      const poll = given === undefined ? 25 : 1_000;
      for await (const check of verifyStack(stack(changes), { stop, poll, ...options })) done.push(check);
      const told = JSON.stringify(done);
      for (const secret of [authToken, "a-secret-key", "X-Amz", "Basic ", "Recordings/RE"]) {
        expect(told).not.toContain(secret);
      }
      expect(told).not.toMatch(/\\n|eyJ/);
      return done;
    },

    /** The checks that did not pass, by name. */
    async notPassed(changes: Json = {}, options: Partial<VerifyOptions> = {}) {
      const done = (await this.checks(changes, options)).filter(({ outcome }) => outcome !== "passed");
      return Object.fromEntries(done.map(({ name, outcome, detail }) => [name, `${outcome}: ${detail}`]));
    },
  };
}

async function account(cleanup: Cleanup) {
  const accountSid = `AC${randomBytes(16).toString("hex")}`;
  const twilio = await startLocalTwilio({ accountSid, authToken });
  cleanup.add(() => twilio.close());
  return { accountSid, twilio };
}

/** Where nothing answers: an account can be verified without its functions and its bucket. */
export async function nowhere(cleanup: Cleanup): Promise<Place> {
  const caFile = join(await temporaryFolder(cleanup), "authority.pem");
  // Node brings authorities along, any of which will do.
  await writeFile(caFile, rootCertificates[0] ?? "");
  return {
    playbackUrl: "https://play.lambda-url.us-east-1.on.aws",
    archiveUrl: "https://intake.lambda-url.us-east-1.on.aws",
    bucketName: "call-recordings",
    aws: { url: "https://127.0.0.1:9", caFile, credentials: { accessKeyId: "key", secretAccessKey: "a-secret-key" } },
  };
}
