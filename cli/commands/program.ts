import { Command } from "commander";
import { archiveBackfill } from "./archive-backfill.ts";
import { archiveRedrive } from "./archive-redrive.ts";
import { archiveStatusCommand } from "./archive-status.ts";
import { archiveVerify } from "./archive-verify.ts";
import type { CommandContext } from "./context.ts";
import { drift } from "./drift.ts";
import { initCommand } from "./init.ts";
import { policy } from "./policy.ts";
import { promoteCommand } from "./promote.ts";
import { report } from "./report.ts";
import { rollbackCommand } from "./rollback.ts";
import { verify } from "./verify.ts";

/** `flex-media <command>`: each command is a file. */
export function program(context: CommandContext): Command {
  const archive = new Command("archive")
    .description("The recordings archive.")
    .addCommand(archiveBackfill(context))
    .addCommand(archiveVerify(context))
    .addCommand(archiveStatusCommand(context))
    .addCommand(archiveRedrive(context));
  return new Command("flex-media")
    .description("Works on a stack: its recordings, its state, its way to production.")
    .addCommand(initCommand(context))
    .addCommand(archive)
    .addCommand(verify(context))
    .addCommand(report(context))
    .addCommand(policy(context))
    .addCommand(drift(context))
    .addCommand(promoteCommand(context))
    .addCommand(rollbackCommand(context));
}
