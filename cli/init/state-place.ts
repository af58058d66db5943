import type { Interview } from "./interview.ts";

/** Where a stack's state can live: the ways that docs/state.md tells of. */
const places = ["cloud", "s3", "folder"] as const;
export type PlaceKind = (typeof places)[number];

export interface StatePlace {
  kind: PlaceKind;
  /** The backend's URL, as PULUMI_BACKEND_URL has it. */
  backend: string;
  /** What seals the stack's secrets, as `--secrets-provider` has it. */
  secretsProvider: string;
}

const cloudUrl = "https://api.pulumi.com";

const choices = [
  {
    value: "cloud",
    name: "Pulumi Cloud",
    description: "Locks, history and secrets by Pulumi's service; needs a login.",
  },
  {
    value: "s3",
    name: "A bucket of your own (S3)",
    description: "Secrets sealed by a KMS key; docs/state.md makes both.",
  },
  { value: "folder", name: "A folder on this machine", description: "For a trial: nobody else can work on the stack." },
] as const;

interface Form {
  /** What a backend's URL must look like. */
  backend: RegExp;
  backendWanted: string;
  provider: RegExp;
  providerWanted: string;
}

const kmsKey = /^awskms:\/\/\/?[A-Za-z0-9:/_.-]+(\?[^\s?#]+)?$/;
const kmsWanted = "give a KMS key, as in awskms://alias/flex-media-staging?region=us-east-1";

const forms: Record<PlaceKind, Form> = {
  cloud: {
    backend: /^https:\/\/[^\s?#@]+$/,
    backendWanted: `give its URL, as in ${cloudUrl}`,
    provider: new RegExp(`^default$|${kmsKey.source}`),
    providerWanted: `give default, or ${kmsWanted.slice("give ".length)}`,
  },
  s3: {
    backend: /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[^\s?#]*)?(\?[^\s#]+)?$/,
    backendWanted: "give the bucket's URL, as in s3://acme-flex-media-state?region=us-east-1",
    provider: kmsKey,
    providerWanted: kmsWanted,
  },
  folder: {
    backend: /^file:\/\/\/\S+$/,
    backendWanted: "give the folder's URL, as in file:///home/me/state",
    provider: /^passphrase$/,
    providerWanted: "give passphrase, which is all that a folder's secrets can be sealed with here",
  },
};

/**
 * Asks where state lives.
 * @param current what the stack's file says of how its secrets are sealed
 * @param folder the URL of the folder that is offered
 */
export async function askStatePlace(
  interview: Interview,
  current: string | undefined,
  folder: string,
): Promise<StatePlace | undefined> {
  const known = interview.flag("backend") ?? interview.variable("PULUMI_BACKEND_URL");
  const kind = await askKind(interview, known, current);
  if (kind === undefined) return undefined;
  const form = forms[kind];
  const backend = await interview.text({
    flag: "backend",
    message: "The backend's URL",
    wanted: form.backendWanted,
    current: (known !== undefined && form.backend.test(known) && known) || offeredBackend(kind, folder),
    check: async (answer) =>
      form.backend.test(answer) ? undefined : `is no backend for ${kind}; ${form.backendWanted}`,
  });
  const offered = current !== undefined && form.provider.test(current) ? current : offeredProvider(kind);
  if (interview.flag("secrets-provider") === undefined && kind !== "s3" && offered !== undefined) {
    return { kind, backend, secretsProvider: offered };
  }
  const secretsProvider = await interview.text({
    flag: "secrets-provider",
    message: "What seals the stack's secrets",
    wanted: form.providerWanted,
    current: offered,
    check: async (answer) =>
      form.provider.test(answer) ? undefined : `can't be had with ${kind}; ${form.providerWanted}`,
  });
  return { kind, backend, secretsProvider };
}

async function askKind(
  interview: Interview,
  backend: string | undefined,
  secretsProvider: string | undefined,
): Promise<PlaceKind | undefined> {
  const given = interview.flag("state");
  const named = places.find((place) => place === given);
  if (given !== undefined && named === undefined) {
    interview.note(`--state: is none of ${places.join(", ")}; give one of them`);
    return undefined;
  }
  const told = named ?? kindOf(interview.flag("backend"));
  if (told !== undefined) return told;
  const likely = kindOf(backend) ?? likelyBy(secretsProvider);
  if (interview.prompts) {
    return await interview.prompts.choice({ message: "Where does state live?", choices, current: likely ?? "cloud" });
  }
  const known = kindOf(backend);
  if (known === undefined) {
    interview.note(`--state: is missing; say ${places.join(", ")}, or name the --backend or PULUMI_BACKEND_URL`);
  }
  return known;
}

function kindOf(backend: string | undefined): PlaceKind | undefined {
  if (backend === undefined) return undefined;
  const scheme = backend.slice(0, backend.indexOf(":"));
  return ({ https: "cloud", s3: "s3", file: "folder" } as const)[scheme];
}

function likelyBy(secretsProvider: string | undefined): PlaceKind | undefined {
  if (secretsProvider === undefined) return undefined;
  return secretsProvider === "passphrase" ? "folder" : "s3";
}

function offeredBackend(kind: PlaceKind, folder: string): string | undefined {
  return { cloud: cloudUrl, s3: undefined, folder }[kind];
}

function offeredProvider(kind: PlaceKind): string | undefined {
  return { cloud: "default", s3: undefined, folder: "passphrase" }[kind];
}
