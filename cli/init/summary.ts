import { table } from "../terminal/table.ts";
import type { Change } from "./draft.ts";
import type { Plan } from "./write.ts";

/** What is going to be written, for somebody to agree to. */
export function summaryText({ backend, file, changes, isNew, newProvider }: Plan): string {
  const { kind: _, backend: url, secretsProvider } = backend.place;
  const lines = [
    `Stack ${backend.stack}${isNew ? ", which is made" : ""}: state in ${url}, secrets sealed by ${secretsProvider}`,
    ...(newProvider === undefined ? [] : [`What seals its secrets changes to ${newProvider}.`]),
  ];
  if (changes.length === 0) lines.push(`${file.name} stays as it is.`);
  const rows = changes.map((change) => [change.path, ...beforeAndAfter(change)]);
  return `${lines.join("\n")}\n${rows.length === 0 ? "" : table([file.name, "was", "becomes"], rows)}`;
}

/**
 * The next commands, to be copied.
 * @param profile the AWS profile that the stack names
 */
export function nextText({ backend, file }: Plan, profile: string | undefined): string {
  const { kind, backend: url } = backend.place;
  const lines = [
    "Next:",
    `  export PULUMI_BACKEND_URL='${url}'`,
    ...(kind === "folder" ? ["  export PULUMI_CONFIG_PASSPHRASE_FILE=…   (a file with the passphrase)"] : []),
    ...(profile === undefined
      ? []
      : [`  aws sts get-caller-identity --profile ${profile}   (which ~/.aws/config has to have)`]),
    `  git add ${file.name} && git commit -m 'Configure ${backend.stack}'`,
    `  npm run policy -- --stack ${backend.stack}`,
    `  npm run pulumi -- preview --stack ${backend.stack}`,
    `  npm run pulumi -- up --stack ${backend.stack}`,
  ];
  return `${lines.join("\n")}\n`;
}

function beforeAndAfter(change: Change): [before: string, after: string] {
  if (change.secret) return [change.isNew ? "" : "a secret", change.isNew ? "a secret" : "another secret"];
  return [shown(change.before), shown(change.after) || "taken away"];
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(shown).join("\n");
  return typeof value === "object" ? Object.values(value).map(shown).join(" ") : String(value);
}
