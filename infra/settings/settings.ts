import { RunError } from "@pulumi/pulumi";
import type { z } from "zod";
import { formatPath, type PropertyMap, PropertyShape, Secret } from "../../providers/kit/index.ts";
import type { Archive } from "./archive.ts";
import { attachmentsOf, type ChannelAttachments } from "./attachments.ts";
import { aws } from "./aws.ts";
import type { Messaging } from "./messaging.ts";
import type { playback } from "./playback.ts";
import type { Recording } from "./recording.ts";
import { flexMedia } from "./schema.ts";
import type { storage } from "./storage.ts";
import { twilio } from "./twilio.ts";
import type { Verification } from "./verification.ts";
import type { Voice } from "./voice.ts";

/** Everything that a stack's configuration says, checked. */
export interface Settings {
  recording?: Recording | undefined;
  attachments: ChannelAttachments[];
  voice?: Voice | undefined;
  messaging?: Messaging | undefined;
  storage: z.output<typeof storage>;
  playback: z.output<typeof playback>;
  /** Absent where there is none. */
  archive?: Archive | undefined;
  verification: Verification;
  /** Tags of everything in AWS. */
  tags: Readonly<Record<string, string>>;
  twilio: {
    accountSid: string;
    /** The account SID with its auth token, or an API key with its secret. */
    credentials: { username: string; password: Secret<string> };
    /** What Twilio signs its callbacks with; absent where only an API key is known. */
    authToken?: Secret<string> | undefined;
    /** Twilio's API, identity service and TaskRouter, where they are not at Twilio's own addresses. */
    apiUrl?: string | undefined;
    iamUrl?: string | undefined;
    taskRouterUrl?: string | undefined;
  };
  aws: { s3UsePathStyle: boolean };
}

/** One mistake in a stack's configuration: its key and path, as in `flex-media:attachments.web.files`. */
export interface Mistake {
  key: string;
  reason: string;
}

/** All that is wrong with a stack's configuration. Pulumi shows such an error without a stack trace. */
export class SettingsError extends RunError {
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(`The stack's configuration is wrong:\n${mistakes.map(({ key, reason }) => `${key}: ${reason}`).join("\n")}`);
    this.mistakes = mistakes;
  }
}

const sections = { "flex-media": flexMedia, twilio, aws } as const;
const variables: Readonly<Record<string, string>> = {
  accountSid: "TWILIO_ACCOUNT_SID",
  authToken: "TWILIO_AUTH_TOKEN",
  apiKey: "TWILIO_API_KEY",
  apiSecret: "TWILIO_API_SECRET",
};

const noAuthToken =
  "is missing beside apiKey, but flex-media:archive needs it, as Twilio signs its callbacks with it and with no key; " +
  "set it with --secret";

/**
 * Reads a stack's configuration, whole or not at all.
 * @param config Every value by its full key, as Pulumi gives them: strings, structures as JSON.
 * @param environment Stands in for Twilio's credentials, as it does for the provider.
 * @throws {SettingsError} naming every mistake at once.
 */
export function settingsFrom(
  config: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const mistakes: Mistake[] = [];
  const read = <N extends keyof typeof sections>(name: N): z.output<(typeof sections)[N]> => {
    const shape = new PropertyShape(sections[name]);
    const given = section(shape, name, config);
    const checked = shape.check({ ...(name === "twilio" ? fromEnvironment(environment) : {}), ...given });
    for (const { path, reason } of checked.failures) {
      const variable =
        name === "twilio" && !Object.hasOwn(given, String(path[0])) ? variables[String(path[0])] : undefined;
      mistakes.push({ key: `${name}:${formatPath(path)}`, reason: withVariable(reason, variable, environment) });
    }
    return shape.declared(checked.properties) as z.output<(typeof sections)[N]>;
  };
  const ours = read("flex-media");
  const account = read("twilio");
  const cloud = read("aws");
  const archive = ours.archive?.enabled ? ours.archive : undefined;
  if (archive !== undefined && account.apiKey !== undefined && account.authToken === undefined) {
    mistakes.push({ key: "twilio:authToken", reason: withVariable(noAuthToken, variables.authToken, environment) });
  }
  if (mistakes.length > 0) throw new SettingsError(mistakes);

  const { accountSid, authToken, apiKey, apiSecret, endpoints } = account;
  return {
    ...ours,
    archive,
    attachments: attachmentsOf(ours.attachments),
    twilio: {
      accountSid,
      credentials: { username: apiKey ?? accountSid, password: (apiKey ? apiSecret : authToken) ?? new Secret("") },
      authToken,
      apiUrl: endpoints?.api,
      iamUrl: endpoints?.iam,
      taskRouterUrl: endpoints?.taskrouter,
    },
    aws: cloud,
  };
}

/** The keys of one namespace, structures read from their JSON. Of other providers' namespaces, only what is known. */
function section(shape: PropertyShape, name: string, config: Readonly<Record<string, string>>): PropertyMap {
  const known = new Set(shape.node.propertyNames());
  const found: PropertyMap = {};
  for (const [fullKey, text] of Object.entries(config)) {
    const key = fullKey.slice(name.length + 1);
    if (!fullKey.startsWith(`${name}:`) || (name !== "flex-media" && !known.has(key))) continue;
    found[key] = shape.node.property(key).get("type") === "string" ? text : parsed(text);
  }
  return found;
}

function parsed(text: string): PropertyMap[string] {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The reason with the variable that the wrong value came from, or that could give the missing one. */
function withVariable(
  reason: string,
  variable: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (variable === undefined) return reason;
  return environment[variable] ? `${reason} (from ${variable})` : `${reason}, or set ${variable}`;
}

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): PropertyMap {
  const set = Object.entries(variables).flatMap(([key, name]) => (environment[name] ? [[key, environment[name]]] : []));
  return Object.fromEntries(set);
}
