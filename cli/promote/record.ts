import { z } from "zod";
import { Mendable } from "../../local/engine/mendable.ts";
import { jsonOf } from "../stack/pulumi.ts";
import type { Stack } from "../stack/stack.ts";
import type { StackHistory } from "./history.ts";

/**
 * What promotion leaves on a stack, as its tags. Commands of older and newer commits read the same tags, so their
 * meaning stays as it is: a new one may come, none changes.
 */
export interface PromotionRecord {
  /** The commit that the last promotion or rollback brought up. */
  commit?: string | undefined;
  /** Whether the stack passed its verification with that commit. */
  isVerified: boolean;
  /** The stack that it was promoted from; none after a rollback. */
  promotedFrom?: string | undefined;
  /** When it was recorded, by ISO 8601. */
  promotedAt?: string | undefined;
  /** The commit to go back to: the last other one that wasn't found wanting. None after a rollback. */
  previousCommit?: string | undefined;
}

const prefix = "flex-media:";
const tagsSchema = z.record(z.string(), z.string());

export async function recordOf({ name, pulumi }: Stack): Promise<PromotionRecord> {
  const tags = tagsSchema.parse(await jsonOf(name, pulumi, ["stack", "tag", "ls", "--json"]));
  return {
    commit: tags[`${prefix}commit`],
    isVerified: tags[`${prefix}verification`] === "passed",
    promotedFrom: tags[`${prefix}promoted-from`],
    promotedAt: tags[`${prefix}promoted-at`],
    previousCommit: tags[`${prefix}previous-commit`],
  };
}

/**
 * Writes a record tag by tag, as Pulumi has it. Broken off in between, it says less than is true, and never that a
 * commit was verified which was not.
 */
export async function writeRecord(stack: Stack, record: PromotionRecord): Promise<void> {
  const tags: [string, string | undefined][] = [
    ["verification", "failed"],
    ["previous-commit", record.previousCommit],
    ["promoted-from", record.promotedFrom],
    ["promoted-at", record.promotedAt],
    ["commit", record.commit],
  ];
  if (record.isVerified) tags.push(["verification", "passed"]);
  for (const [tag, value] of tags) {
    const change = value === undefined ? ["rm", `${prefix}${tag}`] : ["set", `${prefix}${tag}`, value];
    const command = ["stack", "tag", ...change, "--stack", stack.name, "--non-interactive"];
    const { code, stderr } = await stack.pulumi(command);
    if (code !== 0) {
      throw new Mendable(
        `${prefix}${tag}: can't be recorded on ${stack.name}, which is up: ${stderr.trim()}; ` +
          "run the command again, it will find nothing to change and record it",
      );
    }
  }
}

/** The commit to go back to from one that is about to be brought up. */
export function previousCommit(commit: string, { running }: StackHistory, record: PromotionRecord): string | undefined {
  const ran = running?.isClean && !running.isPartial ? running.commit : undefined;
  const candidates = [
    ran === record.commit && !record.isVerified ? undefined : ran,
    record.isVerified ? record.commit : undefined,
    record.previousCommit,
  ];
  return candidates.find((candidate) => candidate !== undefined && candidate !== commit);
}
