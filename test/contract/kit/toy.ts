import { z } from "zod";
import { type Context, declarations, provider, Secret, secret } from "../../../providers/kit/index.ts";

/** A shelf as the toy service keeps it. */
interface Shelf {
  label: string;
  width: number;
  books?: { isbn: string; copies: number }[] | undefined;
  key?: string | undefined;
  note?: string | undefined;
}

type Call = "create" | "read" | "update" | "delete" | "find";

/** The toy service: shelves in memory. */
export class Room {
  readonly shelves = new Map<string, Shelf>();
  readonly stickers = new Map<string, string>();
  /** What was asked for, in order. */
  readonly calls: string[] = [];
  /** Called at the start of each call; what it throws, the call throws. */
  before: (call: Call, context: Omit<Context<Library>, "urn" | "name">) => void | Promise<void> = () => {};
}

/** What the toy provider's `configure` makes. */
export interface Library {
  room: Room;
  token: string;
}

const { resource, function: lookup } = declarations<Library>();

const shelfInputs = z.strictObject({
  label: z.string().max(10),
  width: z.int().min(20).default(80),
  books: z
    .array(z.strictObject({ isbn: z.string(), copies: z.int().min(1).default(1) }))
    .optional()
    .meta({ keyedBy: "isbn" }),
  key: secret(z.string().min(4)).optional(),
  note: z.string().optional(),
});

function stored({ key, ...shelf }: z.output<typeof shelfInputs>): Shelf {
  return { ...shelf, key: key?.reveal() };
}

function outputsOf(id: string, shelf: Shelf) {
  return { number: Number(id), summary: `${shelf.label}, ${shelf.width} cm`, code: new Secret(`code-${id}`) };
}

async function begin(call: Call, what: string, context: Omit<Context<Library>, "urn" | "name">): Promise<Room> {
  const { room } = context.client;
  room.calls.push(`${call} ${what}`);
  await room.before(call, context);
  return room;
}

const shelf = resource({
  type: "toy:index:Shelf",
  description: "A shelf of books.",
  inputs: shelfInputs,
  outputs: z.strictObject({ number: z.int(), summary: z.string(), code: secret(z.string()) }),
  replaceOn: ["width"],
  stable: ["number"],
  check({ label, note }, { client, prior }) {
    const taken = [...(client?.room.shelves.values() ?? [])].some((other) => other.label === label);
    if (taken && prior === undefined) return [{ path: ["label"], reason: "is taken; choose another" }];
    return note === "forbidden" ? [{ path: ["note"], reason: `is ${note}; choose another` }] : [];
  },
  preview: ({ label, width }) =>
    typeof label === "string" && typeof width === "number" ? { summary: `${label}, ${width} cm` } : {},
  async create(inputs, context) {
    const room = await begin("create", inputs.label, context);
    const id = String(room.shelves.size + 1);
    room.shelves.set(id, stored(inputs));
    context.log.info(`${context.name} stands`);
    return { id, outputs: outputsOf(id, stored(inputs)) };
  },
  async read(id, prior, context) {
    const room = await begin("read", `${id}${prior === undefined ? " to import" : ""}`, context);
    const found = room.shelves.get(id);
    if (found === undefined) return undefined;
    const key = found.key === undefined ? undefined : new Secret(found.key);
    return { inputs: { ...found, key }, outputs: outputsOf(id, found) };
  },
  async update(id, inputs, prior, context) {
    const room = await begin("update", `${prior.inputs.label} to ${inputs.label}`, context);
    room.shelves.set(id, stored(inputs));
    return outputsOf(id, stored(inputs));
  },
  async delete(id, prior, context) {
    const room = await begin("delete", prior.state.summary, context);
    room.shelves.delete(id);
  },
});

const sticker = resource({
  type: "toy:index:Sticker",
  description: "It can't be changed, and its name may be taken once.",
  inputs: z.strictObject({ name: z.string().optional(), text: z.string() }),
  outputs: z.strictObject({}),
  deleteBeforeReplace: true,
  autonaming: { property: "name", maxLength: 12 },
  timeouts: { create: 0.05 },
  async create(inputs, context) {
    const room = await begin("create", inputs.text, context);
    room.stickers.set(inputs.name ?? "", inputs.text);
    return { id: inputs.name ?? "none", outputs: {} };
  },
  async read(id, _, context) {
    const room = await begin("read", id, context);
    const text = room.stickers.get(id);
    return text === undefined ? undefined : { inputs: { name: id, text }, outputs: {} };
  },
  async delete(id, _, context) {
    const room = await begin("delete", id, context);
    room.stickers.delete(id);
  },
});

const plant = resource({
  type: "toy:index:Plant",
  description: "Its height is measured once it has grown.",
  inputs: z.strictObject({ name: z.string() }),
  outputs: z.strictObject({ height: z.int().optional() }),
  unsettled: ({ height }) => (height === undefined ? ["height"] : []),
  create: async ({ name }) => ({ id: name, outputs: {} }),
  read: async () => undefined,
  update: async () => ({ height: 7 }),
  delete: async () => {},
});

const find = lookup({
  type: "toy:index:find",
  description: "Finds shelves.",
  inputs: z.strictObject({ label: z.string().min(1).optional(), limit: z.int().min(1).default(10) }),
  outputs: z.strictObject({ ids: z.array(z.string()), code: secret(z.string()).optional() }),
  async invoke({ label, limit }, context) {
    const room = await begin("find", label ?? "all", context);
    const found = [...room.shelves].filter(([, { label: other }]) => label === undefined || other === label);
    const ids = found.slice(0, limit).map(([id]) => id);
    return { ids, code: ids.length === 1 ? new Secret(`code-${ids[0]}`) : undefined };
  },
});

/** The toy provider of one room. */
export function toy(room = new Room()) {
  return provider({
    name: "toy",
    version: "1.2.3",
    description: "Toys.",
    config: z.strictObject({
      token: secret(z.string().min(3)),
      account: z.string().default("home"),
      retries: z.int().optional(),
    }),
    replaceOn: ["account"],
    configure: ({ token }): Library => ({ room, token: token.reveal() }),
    resources: [shelf, sticker, plant],
    functions: [find],
  });
}
