/** A command in a process of its own, which a test can kill: settings come as JSON on stdin, words as arguments. */

import { json } from "node:stream/consumers";
import { runCommandLine } from "../../../cli/run-command-line.ts";
import { openArchive } from "../../../cli/stack/archive-stack.ts";
import { awsAccess } from "../../../cli/stack/aws-access.ts";
import { twilioAccess } from "../../../cli/stack/twilio-access.ts";
import type { CommandSettings } from "./command.ts";

const { name, outputs, values, tuning } = (await json(process.stdin)) as CommandSettings;

await runCommandLine({
  stack: () => Promise.reject(new Error("Commands of the archive run no Pulumi.")),
  open: async () => openArchive({ name, outputs, twilio: twilioAccess(values, {}), aws: awsAccess(values, {}) }),
  tuning,
});
