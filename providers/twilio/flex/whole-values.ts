import { z } from "zod";
import type { Declared, Part } from "./part.ts";
import { wholeSettings } from "./settings.ts";
import { apiName, fromApi, laidOver } from "./spelling.ts";

type Name = keyof typeof wholeSettings;

const names = Object.keys(wholeSettings) as Name[];

/** Properties that are owned as a whole: single values and lists. */
export const wholeValues: Part = {
  ownedBy: (declared) => names.filter((name) => declared[name] !== undefined),

  declarableIn: (live) =>
    names.filter((name) => {
      const value = live[apiName(name)] ?? undefined;
      const schema = wholeSettings[name];
      return value !== undefined && z.safeParse(schema, fromApi(schema, value)).success;
    }),

  depthOf: () => 1,
  valueOf: (live, name) => live[apiName(name)] ?? undefined,
  isHolder: () => false,
  withValue: (live, name, value) => ({ ...live, [apiName(name)]: value ?? null }),

  withDeclared(live, declared) {
    const set = names.filter((name) => declared[name] !== undefined);
    const values = set.map((name) => {
      const key = apiName(name);
      return [key, laidOver(wholeSettings[name], live[key], declared[name])];
    });
    return { ...live, ...Object.fromEntries(values) };
  },

  asDeclared(live, wanted) {
    const found = names
      .filter((name) => wanted.includes(name) && (live[apiName(name)] ?? null) !== null)
      .map((name) => [name, fromApi(wholeSettings[name], live[apiName(name)])]);
    return Object.fromEntries(found) as Declared;
  },
};
