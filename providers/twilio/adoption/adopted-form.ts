import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { asPropertyMap, PartialResourceError } from "../../kit/index.ts";
import { TwilioRefusedError } from "../http/errors.ts";
import type { FormFields, TwilioAnswer } from "../http/request.ts";
import { type ApiObject, type Original, onlyAt, originalOf, withDeclared, withOriginal } from "./owned-values.ts";

/** The values of an adopted thing, by the names of our properties. What is not set is left out. */
type Values = ApiObject;

/**
 * A thing that was there before us, whose properties an API shows in snake_case (`voice_url`) and takes as a
 * form in PascalCase (`VoiceUrl`), each by itself, an empty one to unset.
 */
export interface AdoptedForm<Outputs extends object> {
  id: string;
  /** Our names of its properties: `voiceUrl`. */
  names: readonly string[];
  /** Names that are owned together with a declared one, because writing the one changes the other. */
  companions?: Readonly<Record<string, readonly string[]>>;
  post(form: FormFields): Promise<TwilioAnswer>;
  outputs(live: TwilioAnswer, original: Original): Outputs;
}

type OnDestroy = "restore" | "keep";

export const onDestroy = z
  .enum(["restore", "keep"])
  .default("restore")
  .describe("On destroy, put back what was there before (`restore`), or leave everything as it is (`keep`).");

export const original = z
  .record(z.string(), z.strictObject({ value: z.unknown().optional() }))
  .describe(
    "What was there before it was declared here, by property; without a value it was not set. Destroy puts it back.",
  );

/** Adopts: notes what is there of what is declared, then writes that. */
export async function takeOver<O extends object>(
  thing: AdoptedForm<O>,
  live: TwilioAnswer,
  declared: object,
): Promise<O> {
  const found = valuesIn(thing, live);
  const first = originalOf(found, ownedBy(thing, declared));
  return await write(thing, live, withDeclared(found, valuesOf(thing, declared)), first, first);
}

/** Writes what is declared now; what is declared no more is put back, or left where `onDestroy` says so. */
export async function change<O extends object>(
  thing: AdoptedForm<O>,
  live: TwilioAnswer,
  declared: { onDestroy: OnDestroy },
  before: Original,
): Promise<O> {
  const found = valuesIn(thing, live);
  const owned = ownedBy(thing, declared);
  const added = originalOf(
    found,
    owned.filter((name) => before[name] === undefined),
  );
  const isOwned = ([name]: [string, unknown]) => owned.includes(name);
  const kept = Object.fromEntries(Object.entries(before).filter(isOwned));
  const released = Object.fromEntries(Object.entries(before).filter((entry) => !isOwned(entry)));
  const base = declared.onDestroy === "keep" ? found : withOriginal(found, released);
  const wanted = withDeclared(base, valuesOf(thing, declared));
  // Until Twilio has confirmed it, what is declared no more counts as ours, so that it is sure to go back.
  return await write(thing, live, wanted, { ...kept, ...added }, { ...before, ...added });
}

/** Puts back what was there before us. */
export async function restore<O extends object>(
  thing: AdoptedForm<O>,
  live: TwilioAnswer,
  before: Original,
): Promise<void> {
  const found = valuesIn(thing, live);
  const form = formOf(thing, found, withOriginal(found, before));
  if (Object.keys(form).length > 0) await thing.post(form);
}

/** What a refresh tells: the live values of what was declared, or is still to be put back. */
export function refreshed(
  thing: Pick<AdoptedForm<object>, "names" | "companions">,
  live: TwilioAnswer,
  declared: object,
  before: Original,
): Values {
  const values = onlyAt(valuesIn(thing, live), [...new Set([...ownedBy(thing, declared), ...Object.keys(before)])]);
  // What is declared as empty and is empty is as declared.
  const empty = Object.entries(declared).filter(([name, value]) => value === "" && values[name] === undefined);
  return { ...values, ...Object.fromEntries(empty) };
}

/** What an import takes over: all that is set and that could be declared as it is. */
export function importable(thing: Pick<AdoptedForm<object>, "names">, live: TwilioAnswer, schema: z.ZodObject): Values {
  return Object.fromEntries(
    Object.entries(valuesIn(thing, live)).filter(
      ([name, value]) => schema.shape[name] !== undefined && z.safeParse(schema.shape[name], value).success,
    ),
  );
}

/** The values of an import, to be kept as what was there before. */
export function originalOfImport(values: Values): Original {
  return originalOf(values, Object.keys(values));
}

/** Makes the thing as wanted. If it stays open whether it now is, the state keeps what was there before. */
async function write<O extends object>(
  thing: AdoptedForm<O>,
  live: TwilioAnswer,
  wanted: Values,
  confirmed: Original,
  unconfirmed: Original,
): Promise<O> {
  const form = formOf(thing, valuesIn(thing, live), wanted);
  try {
    const now = Object.keys(form).length === 0 ? live : await thing.post(form);
    return thing.outputs(now, confirmed);
  } catch (error) {
    if ((error instanceof TwilioRefusedError && !error.open) || !(error instanceof Error)) throw error;
    const outputs = asPropertyMap(thing.outputs(live, unconfirmed));
    throw new PartialResourceError(thing.id, outputs, error.message, { cause: error });
  }
}

function ownedBy({ names, companions }: Pick<AdoptedForm<object>, "names" | "companions">, declared: object): string[] {
  const given = Object.entries(declared).filter(([name, value]) => names.includes(name) && value !== undefined);
  return [...new Set(given.flatMap(([name]) => [name, ...(companions?.[name] ?? [])]))];
}

function valuesOf({ names }: Pick<AdoptedForm<object>, "names">, declared: object): Values {
  return Object.fromEntries(
    Object.entries(declared).filter(([name, value]) => names.includes(name) && value !== undefined),
  );
}

/** The API's unset is null or an empty string; ours is absence. */
function valuesIn({ names }: Pick<AdoptedForm<object>, "names">, live: TwilioAnswer): Values {
  return Object.fromEntries(
    names.map((name): [string, unknown] => [name, live[inAnswer(name)] ?? ""]).filter(([, value]) => value !== ""),
  );
}

/** The fields that differ. */
function formOf({ names }: Pick<AdoptedForm<object>, "names">, live: Values, wanted: Values): FormFields {
  const fields = names
    .filter((name) => !isDeepStrictEqual(live[name] ?? "", wanted[name] ?? ""))
    .map((name) => [inForm(name), wanted[name] ?? ""]);
  return Object.fromEntries(fields) as FormFields;
}

function inAnswer(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function inForm(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
