/** `npm start`: the main job, from nothing to a recording that plays, on this machine. */

import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type Settings, settingsFrom } from "../infra/settings/settings.ts";
import { emitMedia } from "../media/index.ts";
import { keyLayouts } from "../media/recording-key.ts";
import { type AccountSid, isAccountSid } from "../media/sid.ts";
import { findEngineVisibly, orExplain } from "./engine/entry.ts";
import { SHARED_ENVIRONMENT_FILE } from "./engine/environment.ts";
import { Mendable } from "./engine/mendable.ts";
import { RUN_FOLDER } from "./engine/project.ts";
import { LocalStack } from "./local-stack.ts";
import type { PlayerServer } from "./player/server.ts";
import { recordedBefore } from "./recorded-before.ts";
import { anyChange, describeChanges } from "./stack-changes.ts";
import { callSeconds, takeCall } from "./start/call.ts";
import { proveFlexConfiguration } from "./start/flex.ts";
import { Lifetime } from "./start/lifetime.ts";
import { proveItIsRefused, proveItPlays } from "./start/playback.ts";
import { serveStackPlayer } from "./start/player.ts";
import { archivedRecording } from "./start/recording.ts";
import { StepFailed, Steps, seconds } from "./start/steps.ts";
import { twilioApi } from "./start/twilio-api.ts";

/** Lies there while the stand-ins are served: one found at the start was left by a run that was killed. */
const servingMark = join(RUN_FOLDER, "serving");

const outputs = z.object({
  accountSid: z.string().refine((text): text is AccountSid => isAccountSid(text)),
  bucketName: z.string(),
  recordingsPrefix: z.string(),
  recordingsKeyLayout: z.enum(keyLayouts),
  archiveUrl: z.string(),
  playbackUrl: z.string(),
  voiceFlowSid: z.string(),
});

await orExplain(async () => {
  const { once, record } = parseArgs({
    options: { once: { type: "boolean", default: false }, record: { type: "string" } },
  }).values;
  const lifetime = new Lifetime();
  const steps = new Steps(process.stdout);
  let stack: LocalStack | undefined;
  let player: PlayerServer | undefined;
  try {
    stack = await serve(steps, record);
    const urlProvider = await provision(steps, stack, lifetime.signal);
    if (once) return;
    player = await serveStackPlayer(stack, urlProvider);
    process.stdout.write(`  player               ${player.url}\n`);
    process.stdout.write(
      "\nServing until Ctrl-C. `npm run pulumi -- preview` and the like work in another terminal.\n",
    );
    await Promise.race([lifetime.ended(), stack.aws.ended.then((error) => Promise.reject(error))]);
  } catch (error) {
    throw error instanceof StepFailed ? new Mendable(`\nFailed at ${error.message}`, { cause: error }) : error;
  } finally {
    await player?.close();
    await stack?.close();
    await rm(servingMark, { force: true });
  }
});

async function serve(steps: Steps, recordFile: string | undefined): Promise<LocalStack> {
  const report = (line: string) => process.stdout.write(`  ${line}\n`);
  const engine = await steps.run("Pulumi engine", async () => {
    const value = await findEngineVisibly();
    return { value, result: `${value.version} (${value.source})` };
  });
  return await steps.run("local Twilio and AWS", async () => {
    const value = await LocalStack.open({ engine, folder: RUN_FOLDER, report, recordFile });
    recordedBefore(value.twilio.control);
    await value.pulumi.share(SHARED_ENVIRONMENT_FILE);
    return { value, result: `${value.twilio.url}, ${value.aws.url}` };
  });
}

/** Gives the address that plays the recording. */
async function provision(steps: Steps, stack: LocalStack, signal: AbortSignal): Promise<string> {
  const { pulumi, twilio, aws } = stack;
  const refresh = existsSync(servingMark);
  await writeFile(servingMark, "");
  await steps.run("pulumi up", async () => {
    const changes = await pulumi.up({ refresh, signal });
    return { value: changes, result: anyChange(changes) ? describeChanges(changes) : "0 changes" };
  });
  const made = outputs.parse(await pulumi.outputs());
  const { bucketName, recordingsPrefix, playbackUrl, voiceFlowSid, accountSid } = made;
  const settings: Settings = settingsFrom(await pulumi.config(), {});

  const api = twilioApi(twilio, settings.twilio);
  await steps.run("Flex Configuration", async () => {
    const mend = () => pulumi.up({ refresh: true, signal });
    const value = await proveFlexConfiguration(api, settings, mend);
    const after = value.mended.length === 0 ? "" : `, once ${value.mended.join(", ")} was put right, changed elsewhere`;
    return { value, result: `reads back: ${value.declares.join(", ")}${after}` };
  });
  const call = await steps.run("call", async () => {
    const value = await takeCall(twilio, api, settings);
    return { value, result: `${callSeconds} s through the flow, recorded in two channels; Task ${value.task}` };
  });
  const stored = await steps.run("archive", async () => {
    const value = await archivedRecording(aws, made, call);
    return { value, result: `${value.sid}, ${value.wav.length} bytes, by the callback that Twilio signed` };
  });
  await steps.run("playback", async () => {
    const value = await proveItPlays(stack, call.urlProvider, stored);
    const times = value.steps.map(({ name, status, milliseconds }) => `${name} ${status} in ${milliseconds} ms`);
    return { value, result: `byte for byte; ${times.join(", ")}` };
  });
  await steps.run("refusals", async () => {
    const value = await proveItIsRefused(stack, call.urlProvider, bucketName, stored);
    return { value, result: value.join(", ") };
  });
  process.stdout.write(`
What Flex Insights reads of the call, conversations.media of its Task:
${JSON.stringify(emitMedia(call.media), null, 2)}

Done in ${seconds(steps.elapsed)}.
Provisioned
  Flex Configuration   ${accountSid}
  recordings bucket    ${bucketName}
  url_provider         ${playbackUrl}
  archive              ${made.archiveUrl}
  voice flow           ${voiceFlowSid}, on ${settings.voice?.numbers.join(", ")}
To look at
  Flex Configuration   ${twilio.url}/_control/flex-configuration
  requests to Twilio   ${twilio.url}/_control/requests
  recordings           ${aws.url}/${bucketName}/${recordingsPrefix}… (signed URLs only)
`);
  return call.urlProvider;
}
