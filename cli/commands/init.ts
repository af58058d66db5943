import { join } from "node:path";
import { Command } from "commander";
import { findEngineVisibly } from "../../local/engine/entry.ts";
import { PROJECT_FOLDER, RUN_FOLDER } from "../../local/engine/project.ts";
import { runPulumi } from "../../local/engine/run.ts";
import { interrupted } from "../terminal/interrupt.ts";
import type { CommandContext } from "./context.ts";
import { type Given, Options } from "./options.ts";

/** Flags that answer a question, and what they say. Secrets have none: they come from the environment, or are asked for. */
const answers = {
  state: ["<place>", "where state lives: cloud (Pulumi Cloud), s3 (a bucket of your own) or folder (for a trial)"],
  backend: ["<url>", "its URL, as PULUMI_BACKEND_URL has it"],
  "secrets-provider": ["<provider>", "what seals secrets, as in awskms://alias/flex-media-staging?region=us-east-1"],
  "account-sid": ["<sid>", "the Twilio account"],
  "api-key": ["<sid>", "an API key to sign in with, in place of the auth token"],
  numbers: ["<numbers>", "whose calls run the voice flow, as in +14155550100,+14155550101"],
  "voice-workflow": ["<name>", "where its tasks go"],
  addresses: ["<addresses>", "whose messages run the messaging flow, as in 'sms +14155550101,chat web'"],
  "messaging-workflow": ["<name>", "where its tasks go"],
  region: ["<region>", "the AWS region"],
  "aws-account": ["<number>", "the only AWS account that the stack may work on"],
  "aws-profile": ["<name>", "the AWS profile that the account is reached by, as in flex-media-staging"],
  "alarm-topic": ["<arn>", "the SNS topic that is told of alarms"],
} as const;

export function initArguments(given: Given) {
  const options = new Options(Object.fromEntries(Object.entries(given).map(([name, value]) => [flagOf(name), value])));
  const flags = Object.keys(answers).flatMap((name): [string, string][] => {
    const value = options.optionalText(name);
    return value === undefined ? [] : [[name, value]];
  });
  const read = {
    stack: options.text("stack", "name the stack that is to be made ready"),
    given: new Map(flags),
    changeSecretsProvider: options.flag("change-secrets-provider"),
    asksNothing: options.flag("yes"),
  };
  options.check();
  return read;
}

export function initCommand(context: CommandContext): Command {
  const command = new Command("init")
    .description("Make a stack ready for its first up: ask for its account's values, try them, and write them.")
    .option("-s, --stack <name>", "the stack, whose Pulumi.<name>.yaml is there");
  for (const [flag, [value, meaning]] of Object.entries(answers)) command.option(`--${flag} ${value}`, meaning);
  return command
    .option("--change-secrets-provider", "seal the secrets of a stack that is there by something else")
    .option("-y, --yes", "ask nothing; what is missing is named, and nothing written")
    .addHelpText(
      "after",
      "\nSecrets: TWILIO_AUTH_TOKEN, TWILIO_API_SECRET and PULUMI_CONFIG_PASSPHRASE in the environment, or they are asked for.",
    )
    .action(async (given: Given) => {
      const args = initArguments(given);
      // The settings' rules load Pulumi's SDK, for which other commands need not wait.
      const [{ init }, { isGivenUp, terminalPrompts }] = await Promise.all([
        import("../init/index.ts"),
        import("../init/prompts.ts"),
      ]);
      const isAsked = !args.asksNothing && process.stdin.isTTY === true && process.stderr.isTTY === true;
      const { environment } = await context.stack(args.stack);
      const engine = await findEngineVisibly();
      try {
        const isWritten = await init(
          { ...args, stateFolder: join(RUN_FOLDER, "state") },
          {
            folder: PROJECT_FOLDER,
            environment,
            pulumi: (words, options) => runPulumi(words, { engine, cwd: PROJECT_FOLDER, ...options }),
            prompts: isAsked ? terminalPrompts(context.stop) : undefined,
            stdout: context.stdout,
            stderr: context.stderr,
            stop: context.stop,
          },
        );
        if (!isWritten) context.stderr.write("Nothing was written.\n");
      } catch (error) {
        if (!isGivenUp(error) && !context.stop.aborted) throw error;
        if (isGivenUp(error)) context.stderr.write("\nNothing was written.\n");
        context.setExitCode(interrupted);
      }
    });
}

/** `accountSid`, as the command line's parser has it → `account-sid` */
function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
