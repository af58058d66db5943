import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ProviderClient } from "../../../providers/kit/testing.ts";
import { EngineStandIn } from "./engine-stand-in.ts";
import { Room, toy } from "./toy.ts";

const urn = "urn:pulumi:stack::project::toy:index:Shelf::name";

let room: Room;
let engine: EngineStandIn;
let provider: ProviderClient;
beforeEach(async () => {
  room = new Room();
  engine = await EngineStandIn.start();
  provider = await ProviderClient.start(toy(room), engine.address);
  await provider.configure({ token: "t0k" });
});
afterEach(async () => {
  await provider.close();
  engine.kill();
});

describe("log messages", () => {
  it("have arrived when the operation that they are about has ended", async () => {
    room.before = (_, { log }) => {
      log.debug("looking");
      log.warning("dusty");
    };
    await provider.create("toy:index:Shelf", { label: "crime" });
    expect(engine.messages).toEqual([
      { severity: "debug", text: "looking", urn },
      { severity: "warning", text: "dusty", urn },
      { severity: "info", text: "name stands", urn },
    ]);
  });

  it("of an operation that fails arrive too", async () => {
    room.before = (_, { log }) => {
      log.warning("dusty");
      throw new Error("broken");
    };
    await expect(provider.create("toy:index:Shelf", { label: "crime" })).rejects.toThrow("broken");
    expect(engine.messages).toEqual([{ severity: "warning", text: "dusty", urn }]);
  });

  it("of a function are about no resource", async () => {
    room.before = (_, { log }) => log.info("searching");
    await provider.invoke("toy:index:find", {});
    expect(engine.messages).toEqual([{ severity: "info", text: "searching", urn: "" }]);
  });

  it("that can't be delivered fail nothing", async () => {
    engine.kill();
    const made = await provider.create("toy:index:Shelf", { label: "crime" });
    expect(made.id).toBe("1");
  });
});

describe("the schema", () => {
  it("is served with the package's name and every token", async () => {
    expect(await provider.schema()).toMatchObject({
      name: "toy",
      version: "1.2.3",
      resources: { "toy:index:Shelf": {}, "toy:index:Sticker": {} },
      functions: { "toy:index:find": {} },
    });
  });
});
