import { z } from "zod";
import { declarations, provider } from "../../../../providers/kit/declare.ts";
import { secret } from "../../../../providers/kit/field.ts";

const { resource, function: lookup } = declarations<object>();
const size = z
  .strictObject({
    width: z.int().min(20).default(80).describe("In centimetres."),
    unit: z.enum(["cm", "in"]).default("cm").meta({ id: "library:index:Unit", description: "A unit of length." }),
  })
  .meta({ id: "library:index:Size", description: "How large it is." });

const shelf = resource({
  type: "library:index:Shelf",
  description: "A shelf of books.",
  inputs: z.strictObject({
    label: z.string().max(40).describe("What stands on it."),
    size: size.optional(),
    boards: z.array(z.strictObject({ material: z.enum(["oak", "pine"]) })).optional(),
    key: secret(z.string().min(4)).optional().describe("Opens it."),
    tags: z.record(z.string(), z.string()).optional(),
    owner: z.union([z.string(), z.int()]).optional().describe("A name, or a number."),
    hook: z
      .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("web"), url: z.url() }),
        z.strictObject({ kind: z.literal("flow"), sid: z.string() }),
      ])
      .optional(),
  }),
  outputs: z.strictObject({
    number: z.int().describe("Its place in the room."),
    size: size,
    checksum: secret(z.string()).describe("Of everything in it."),
  }),
  replaceOn: ["size", "boards[*].material", "label"],
  create: async () => ({ id: "1", outputs: { number: 1 } as never }),
  read: async () => undefined,
  update: async () => ({}) as never,
  delete: async () => {},
});

/** A provider that has one of everything that a schema can tell of. */
export const library = provider({
  name: "library",
  version: "1.2.3",
  description: "Shelves.",
  config: z.strictObject({
    endpoint: z.url().describe("Where the service listens."),
    token: secret(z.string().min(1)).describe("The access token."),
    retries: z.int().default(3),
    limits: z.strictObject({ requests: z.int() }).optional(),
  }),
  environment: { token: ["LIBRARY_TOKEN"] },
  configure: () => ({}),
  resources: [shelf],
  functions: [
    lookup({
      type: "library:index:findShelf",
      description: "Finds a shelf.",
      inputs: z.strictObject({ label: z.string(), exact: z.boolean().default(true) }),
      outputs: z.strictObject({ number: z.int(), place: z.strictObject({ room: z.string() }).optional() }),
      invoke: async () => ({ number: 1 }),
    }),
  ],
  schema: { language: { nodejs: { packageName: "@example/library" } } },
});
