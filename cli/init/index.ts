import { fileBackend } from "../../local/engine/environment.ts";
import { Mendable } from "../../local/engine/mendable.ts";
import type { Secret } from "../../providers/kit/index.ts";
import { shortName } from "../stack/short-name.ts";
import { askAccount } from "./ask-account.ts";
import { askSettings } from "./ask-settings.ts";
import { Backend } from "./backend.ts";
import { Draft } from "./draft.ts";
import { Interview } from "./interview.ts";
import type { InitReach } from "./reach.ts";
import { wholeBroken } from "./rules.ts";
import { StackFile } from "./stack-file.ts";
import { askStatePlace, type StatePlace } from "./state-place.ts";
import { nextText, summaryText } from "./summary.ts";
import { type Plan, write } from "./write.ts";

export type { InitReach } from "./reach.ts";

export interface InitArguments {
  stack: string;
  /** What flags say, by their names without dashes. */
  given: ReadonlyMap<string, string>;
  /** Whether secrets of a stack may be sealed anew by something else without a question. */
  changeSecretsProvider: boolean;
  /** The folder that is offered for state. */
  stateFolder: string;
}

/**
 * Makes a stack ready for its first `up`: asks for its account's values and for where state lives, tries them, and only
 * then writes.
 * @returns false where somebody has declined to have it written
 */
export async function init(args: InitArguments, reach: InitReach): Promise<boolean> {
  const file = await StackFile.read(reach.folder, args.stack);
  const interview = new Interview(args.given, reach.environment, reach.prompts);
  const place = await askStatePlace(interview, file.secretsProvider, fileBackend(args.stateFolder));
  const passphrase = place && (await askPassphrase(interview, place, file));
  const opened = place && !interview.hasWrong ? await open(args, place, passphrase, file, reach) : undefined;
  const draft = new Draft(opened?.values ?? file.values());
  const account = await askAccount(interview, draft, file, reach);
  // Whoever has declined it is not offered it again.
  await askSettings(interview, draft, account, opened?.isNew ? `flex-media-${shortName(args.stack)}` : undefined);
  interview.refuseWrong();
  // Without one of them something was wrong, and refused.
  if (opened === undefined || account === undefined) throw new Mendable("Nothing was written.");

  const mistakes = await wholeBroken(draft, account);
  for (const { key, reason } of mistakes) interview.note(`${key}: ${reason}`);
  interview.refuseWrong();
  const newProvider = await agreedProvider(interview, args, opened, file);
  const plan: Plan = { ...opened, file, changes: draft.changes(), newProvider };
  reach.stdout.write(summaryText(plan));
  if (plan.changes.length > 0 || plan.isNew || newProvider !== undefined) {
    const agreed = await reach.prompts?.confirm({ message: "Write it?", current: true });
    if (agreed === false) return false;
    await write(plan, reach);
    reach.stdout.write(`Written: ${writtenText(plan)}\n`);
  } else reach.stdout.write("Nothing to write.\n");
  reach.stdout.write(nextText(plan, draft.text("aws:profile")));
  return true;
}

interface Opened {
  backend: Backend;
  isNew: boolean;
  values: Map<string, unknown>;
}

async function open(
  args: InitArguments,
  place: StatePlace,
  passphrase: Secret<string> | undefined,
  file: StackFile,
  reach: InitReach,
): Promise<Opened> {
  const backend = new Backend(args.stack, place, reach, passphrase);
  const isNew = !(await backend.exists());
  if (isNew && (file.hasSecrets || file.secretsProvider !== undefined)) {
    throw new Mendable(
      `${file.name}: is sealed for a stack that ${place.backend} does not have; name the backend that has it, or take ` +
        "encryptionsalt, secretsprovider, encryptedkey and all that is secure out of the file to begin anew",
    );
  }
  return { backend, isNew, values: await backend.values(file) };
}

/** What a folder's secrets are sealed with, unless the environment has it for Pulumi. */
async function askPassphrase(
  interview: Interview,
  place: StatePlace,
  file: StackFile,
): Promise<Secret<string> | undefined> {
  const isSealedByIt = file.secretsProvider === "passphrase" || place.secretsProvider === "passphrase";
  if (!isSealedByIt || interview.variable("PULUMI_CONFIG_PASSPHRASE_FILE") !== undefined) return undefined;
  return await interview.secret({
    variable: "PULUMI_CONFIG_PASSPHRASE",
    message: "Passphrase that seals the stack's secrets",
    current: undefined,
    check: async (text) =>
      file.secretsProvider !== undefined || text.length >= 12
        ? undefined
        : "is shorter than 12 characters, and the file with what it seals is committed; give a longer one",
  });
}

/** @returns what is to seal the secrets of a stack that is sealed by something else now */
async function agreedProvider(
  interview: Interview,
  args: InitArguments,
  { backend, isNew }: Opened,
  file: StackFile,
): Promise<string | undefined> {
  const wanted = backend.place.secretsProvider;
  const current = file.secretsProvider ?? "default";
  if (isNew || current === wanted) return undefined;
  const question = `The secrets of ${backend.stack} are sealed by ${current}. Seal them by ${wanted} from now on?`;
  const agreed =
    args.changeSecretsProvider || (await interview.prompts?.confirm({ message: question, current: false }));
  if (agreed) return wanted;
  throw new Mendable(
    `--secrets-provider: is ${wanted}, but ${backend.stack} has ${current}; say that one, or --change-secrets-provider\n` +
      "Nothing was written.",
  );
}

function writtenText({ backend, file, changes, isNew, newProvider }: Plan): string {
  const parts = [
    ...(isNew ? [`the stack ${backend.stack}`] : []),
    ...(newProvider === undefined ? [] : ["what seals its secrets"]),
    ...(changes.length === 0 ? [] : [`${changes.length} values in ${file.name}`]),
  ];
  return parts.join(", ");
}
