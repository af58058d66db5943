import { setTimeout as sleep } from "node:timers/promises";
import { status } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PartialResourceError, ProviderError, Secret } from "../../../providers/kit/index.ts";
import { ProviderClient } from "../../../providers/kit/testing.ts";
import { halfMade } from "../../../providers/kit/testing-failure.ts";
import { shown } from "./shown.ts";
import { Room, toy } from "./toy.ts";

const shelf = "toy:index:Shelf";

let room: Room;
let engine: ProviderClient;
beforeEach(async () => {
  room = new Room();
  engine = await ProviderClient.start(toy(room));
  await engine.configure({ token: "t0k" });
});
afterEach(() => engine.close());

/** What the engine keeps of a resource, secrets laid open, from a call that fails. */
async function kept(call: Promise<unknown>) {
  const failed = await call.then(() => undefined, halfMade);
  return failed && { ...failed, inputs: shown(failed.inputs), state: shown(failed.state) };
}

/** Waits as a request does that is given the operation's signal. */
async function hang(signal: AbortSignal): Promise<void> {
  await sleep(600_000, undefined, { signal });
}

describe("a half-made resource", () => {
  const inputs = { label: "crime", key: "open" };
  const shownInputs = { label: "crime", key: { secret: "open" }, width: 80 };

  it("is kept with its id, its inputs and what is known of it", async () => {
    room.before = () => {
      throw new PartialResourceError("7", { number: 7, code: "c" }, "The shelf leans; try again.");
    };
    const failed = await kept(engine.create(shelf, inputs));
    expect(failed).toEqual({
      id: "7",
      inputs: shownInputs,
      state: { ...shownInputs, number: 7, code: { secret: "c" } },
      reasons: ["The shelf leans; try again."],
    });
  });

  it("is kept when its time is over", async () => {
    room.before = async (_, { signal }) => {
      await hang(signal).catch(() => {
        throw new PartialResourceError("7", {}, "The shelf does not stand yet; try again.");
      });
    };
    const failed = await kept(engine.create(shelf, inputs, { timeout: 0.05 }));
    expect(failed).toMatchObject({ id: "7", reasons: ["The shelf does not stand yet; try again."] });
  });

  it("has, after an update, the new inputs and the outputs known before", async () => {
    const made = await engine.create(shelf, { label: "crime", note: "old" });
    room.before = () => {
      throw new PartialResourceError("1", { summary: "leans" }, "The shelf leans; try again.");
    };
    expect(await kept(engine.update(shelf, made, { label: "poems", key: new Secret("open") }))).toEqual({
      id: "1",
      inputs: { label: "poems", width: 80, key: { secret: "open" } },
      state: {
        label: "poems",
        width: 80,
        key: { secret: "open" },
        number: 1,
        summary: "leans",
        code: { secret: "code-1" },
      },
      reasons: ["The shelf leans; try again."],
    });
  });

  it("is told of by a read, so that a refresh does not take it for ready", async () => {
    const made = await engine.create(shelf, { label: "crime", note: new Secret("psst") });
    room.before = () => {
      throw new PartialResourceError("1", { summary: "leans" }, "The shelf leans; run pulumi up.");
    };
    expect(await kept(engine.read(shelf, made))).toMatchObject({
      id: "1",
      inputs: { label: "crime", width: 80, note: { secret: "psst" } },
      state: { label: "crime", note: { secret: "psst" }, number: 1, summary: "leans" },
      reasons: ["The shelf leans; run pulumi up."],
    });
  });
});

describe("a timeout", () => {
  beforeEach(() => {
    room.before = (_, { signal }) => hang(signal);
  });

  it("ends an operation that hangs, and names what the user can raise", async () => {
    await expect(engine.create(shelf, { label: "crime" }, { timeout: 0.05 })).rejects.toThrow(
      "Not done after 0.05 seconds; raise customTimeouts.create, or look whether the service is slow.",
    );
  });

  it("is the declaration's where the user sets none", async () => {
    await expect(engine.create("toy:index:Sticker", { text: "a" })).rejects.toThrow(
      "Not done after 0.05 seconds; raise customTimeouts.create,",
    );
  });

  it("is the update's own for an update", async () => {
    const saved = { id: "1", inputs: { label: "crime", width: 80 }, state: {} };
    await expect(engine.update(shelf, saved, { label: "poems" }, { timeout: 0.05 })).rejects.toThrow(
      "raise customTimeouts.update,",
    );
  });

  it("longer than a timer goes does not go off at once", async () => {
    room.before = () => sleep(20);
    const made = await engine.create(shelf, { label: "crime" }, { timeout: 60 * 86_400 });
    expect(made.id).toBe("1");
  });

  it("undoes nothing that was done in spite of it", async () => {
    room.before = () => sleep(100);
    expect((await engine.create(shelf, { label: "crime" }, { timeout: 0.01 })).id).toBe("1");
  });
});

describe("a cancel", () => {
  const message = "Cancelled. What was already written is in the state; run the command again to go on.";

  it("ends what is under way, and everything after it", async () => {
    const began = new Promise<void>((resolve) => {
      room.before = (_, { signal }) => {
        resolve();
        return hang(signal);
      };
    });
    const refused = expect(engine.create(shelf, { label: "crime" })).rejects.toThrow(message);
    await began;
    await engine.cancel();
    await refused;

    room.before = () => {};
    await expect(engine.delete(shelf, { id: "1", inputs: {}, state: {} })).rejects.toThrow(message);
    await expect(engine.invoke("toy:index:find", {})).rejects.toThrow(message);
    expect(room.calls).toEqual(["create crime"]);
  });

  it("keeps the reason that an operation ends with itself", async () => {
    const began = new Promise<void>((resolve) => {
      room.before = async (_, { signal }) => {
        resolve();
        await hang(signal).catch(() => {
          throw new ProviderError("The shelf was put away again.");
        });
      };
    });
    const refused = expect(engine.create(shelf, { label: "crime" })).rejects.toThrow("The shelf was put away again.");
    await began;
    await engine.cancel();
    await refused;
  });
});

describe("an error", () => {
  async function thrown(error: unknown): Promise<string> {
    room.before = () => {
      throw error;
    };
    return await engine.create(shelf, { label: "crime" }).then(String, ({ message }: Error) => message);
  }

  it("that the user can act on shows its message alone", async () => {
    expect(await thrown(new ProviderError("The room is full – größer bauen.\nThen try again."))).toBe(
      "The room is full – größer bauen.\nThen try again.",
    );
  });

  it("that nobody has thought of says so, without a stack", async () => {
    expect(await thrown(new TypeError("x is not a function"))).toBe(
      "The provider failed in a way that it does not know: x is not a function",
    );
    expect(await thrown("a text")).toBe("The provider failed in a way that it does not know: a text");
  });

  it("that is long arrives whole", async () => {
    expect(await thrown(new ProviderError("x".repeat(20_000)))).toHaveLength(20_000);
  });

  it("about outputs that no property can hold names the property", async () => {
    room.before = () => {
      throw new PartialResourceError("7", { times: [new Date(0)] } as never, "The shelf leans.");
    };
    await expect(engine.create(shelf, { label: "crime" })).rejects.toThrow(
      "Property times[0] is of type Date, which no Pulumi property has; return plain data.",
    );
  });

  it("about a type that there is none of names it", async () => {
    const message = "toy:index:Lamp is unknown to the toy provider 1.2.3; correct the type or update the provider.";
    const saved = { id: "1", inputs: {}, state: {} };
    await expect(engine.check("toy:index:Lamp", {})).rejects.toThrow(message);
    await expect(engine.diff("toy:index:Lamp", saved, {})).rejects.toThrow(message);
    await expect(engine.read("toy:index:Lamp", saved)).rejects.toThrow(message);
    await expect(engine.delete("toy:index:Lamp", saved)).rejects.toThrow(message);
  });

  it("has the code that says that the state may have changed", async () => {
    room.before = () => {
      throw new ProviderError("No.");
    };
    await expect(engine.create(shelf, { label: "crime" })).rejects.toMatchObject({ service: { code: status.UNKNOWN } });
  });
});
