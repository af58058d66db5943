import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Secret, unknown } from "../../../providers/kit/index.ts";
import { ProviderClient } from "../../../providers/kit/testing.ts";
import { shown } from "./shown.ts";
import { Room, toy } from "./toy.ts";

const shelf = "toy:index:Shelf";

let room: Room;
let engine: ProviderClient;
beforeEach(async () => {
  room = new Room();
  engine = await ProviderClient.start(toy(room));
});
afterEach(() => engine.close());

describe("configuration", () => {
  it("comes back as it was sent, since the engine stores what it gets", async () => {
    const sent = { token: "t0k", retries: "3", version: "1.2.3", account: unknown };
    const { inputs, failures } = await engine.checkConfig(sent);
    expect(failures).toEqual([]);
    expect(shown(inputs)).toEqual(sent);
  });

  it("that is wrong is refused with all that is wrong", async () => {
    const { failures } = await engine.checkConfig({ token: "t", retries: "x", acount: "home" });
    expect(failures).toEqual([
      { property: "token", reason: "is [secret], but must be at least 3 characters long" },
      { property: "retries", reason: 'is "x", but must be a number' },
      { property: "acount", reason: "is no property here; use one of token, account, retries" },
    ]);
    await expect(engine.configure({})).rejects.toThrow(
      "The configuration of the toy provider is wrong:\ntoken: is missing; give it a string",
    );
  });

  it("reaches the client, secrets as such", async () => {
    let token: unknown;
    room.before = (_, { client }) => {
      token = client.token;
    };
    await engine.configure({ token: new Secret("t0k"), retries: "3" });
    await engine.create(shelf, { label: "crime" });
    expect(token).toBe("t0k");
  });

  it("that is not known yet lets previews work, and nothing else", async () => {
    await engine.configure({ token: unknown });
    expect((await engine.check(shelf, { label: "crime" })).failures).toEqual([]);
    const planned = await engine.create(shelf, { label: "crime" }, { preview: true });
    expect(planned.state.summary).toBe(unknown);
    await expect(engine.create(shelf, { label: "crime" })).rejects.toThrow(
      "The configuration of the toy provider is not known yet; give it values that do not depend on resources still to be created.",
    );
    expect(room.calls).toEqual([]);
  });

  it("that changed tells what changed, and whether all resources are others", async () => {
    const before = { token: "t0k", account: "home" };
    expect(await engine.diffConfig(before, { ...before, version: "2.0.0" })).toMatchObject({ changes: false });
    expect(await engine.diffConfig(before, { token: "n3w", account: "home", retries: "3" })).toMatchObject({
      changes: true,
      detailed: { token: "update", retries: "add" },
      replaces: [],
    });
    expect(await engine.diffConfig(before, { token: "t0k", account: "away" })).toMatchObject({
      changes: true,
      detailed: { account: "update-replace" },
      replaces: ["account"],
      deleteBeforeReplace: false,
    });
  });
});
