import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { settingsFrom } from "../infra/settings/settings.ts";
import { fetchWithFunctionUrls } from "./aws/function-url-fetch.ts";
import { type LocalAws, startLocalAws } from "./aws/ministack.ts";
import { ensureAwsPlugin } from "./aws/plugin.ts";
import type { Engine } from "./engine/engine.ts";
import { LOCAL_STACK } from "./engine/environment.ts";
import { LocalPulumi } from "./local-pulumi.ts";
import { ownNumbers } from "./owned-numbers.ts";
import { LocalStackConfig } from "./stack-config.ts";
import { type LocalTwilio, startLocalTwilio } from "./twilio/server.ts";

export interface LocalStackOptions {
  engine: Engine;
  /** Where everything goes that the stack and its stand-ins leave behind. */
  folder: string;
  /** Receives what is being done when it takes long enough to be worth a line. */
  report: (line: string) => void;
  /** Gets every exchange with local Twilio, a HAR entry a line. */
  recordFile?: string | undefined;
}

/** The project's program on the real engine, with local Twilio and local AWS to provision. */
export class LocalStack {
  readonly pulumi: LocalPulumi;
  readonly twilio: LocalTwilio;
  readonly aws: LocalAws;

  private constructor(pulumi: LocalPulumi, twilio: LocalTwilio, aws: LocalAws) {
    this.pulumi = pulumi;
    this.twilio = twilio;
    this.aws = aws;
  }

  /** Serves local Twilio and local AWS, and gets the AWS provider. Close it afterwards. */
  static async open(options: LocalStackOptions): Promise<LocalStack> {
    const { engine, folder, report } = options;
    await mkdir(folder, { recursive: true });
    const config = new LocalStackConfig(folder);
    const wanted = await config.ports();
    const aws = await onPort(wanted.aws, (port) => startLocalAws({ port, stateFolder: join(folder, "aws"), report }));
    let twilio: LocalTwilio | undefined;
    try {
      const pulumi = new LocalPulumi({ engine, folder, config, caFile: aws.caFile });
      await pulumi.succeed(["stack", "select", LOCAL_STACK, "--create"]);
      await pulumi.breakDeadLocks();
      const account = await pulumi.config();
      const settings = settingsFrom(account, {});
      twilio = await onPort(wanted.twilio, (port) => serveTwilio(options, port, account, aws));
      ownNumbers(settings, twilio.control);
      await config.write({ twilio: twilio.port, aws: aws.port });
      await ensureAwsPlugin({ pulumiHome: pulumi.home, run: (args) => pulumi.run(args), report });
      return new LocalStack(pulumi, twilio, aws);
    } catch (error) {
      await Promise.all([twilio?.close(), aws.close()]);
      throw error;
    }
  }

  /** Ends the stand-ins; their state stays. */
  async close(): Promise<void> {
    await Promise.all([this.twilio.close(), this.aws.close()]);
  }
}

/** Starts a server on the port that it had, or on a free one where something else has taken that. */
async function onPort<T>(wanted: number, start: (port: number) => Promise<T>): Promise<T> {
  try {
    return await start(wanted);
  } catch {
    return await start(0);
  }
}

async function serveTwilio(
  { folder, recordFile }: LocalStackOptions,
  port: number,
  config: Readonly<Record<string, string>>,
  aws: LocalAws,
): Promise<LocalTwilio> {
  const { "twilio:accountSid": accountSid = "", "twilio:authToken": authToken = "" } = config;
  const stateFile = join(folder, "twilio.json");
  // Callbacks go to functions of the local AWS, whose URLs are as real ones.
  return await startLocalTwilio({
    port,
    accountSid,
    authToken,
    stateFile,
    recordFile,
    fetch: fetchWithFunctionUrls(aws),
  });
}
