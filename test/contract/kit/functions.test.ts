import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ProviderError } from "../../../providers/kit/index.ts";
import { ProviderClient } from "../../../providers/kit/testing.ts";
import { shown } from "./shown.ts";
import { Room, toy } from "./toy.ts";

const find = "toy:index:find";

let room: Room;
let engine: ProviderClient;
beforeEach(async () => {
  room = new Room();
  room.shelves.set("1", { label: "crime", width: 80 });
  room.shelves.set("2", { label: "poems", width: 80 });
  engine = await ProviderClient.start(toy(room));
  await engine.configure({ token: "t0k" });
});
afterEach(() => engine.close());

describe("a function", () => {
  it("answers, with defaults for what is not given", async () => {
    expect(await engine.invoke(find, {})).toEqual({ ids: ["1", "2"] });
    expect(await engine.invoke(find, { limit: 1, label: null })).toMatchObject({ ids: ["1"] });
  });

  it("gives secrets as such", async () => {
    expect(shown(await engine.invoke(find, { label: "poems" }))).toEqual({ ids: ["2"], code: { secret: "code-2" } });
  });

  it("refuses wrong arguments with all that is wrong, and is not called", async () => {
    await expect(engine.invoke(find, { label: "", limit: 0, colour: "red" })).rejects.toThrow(
      [
        "label: is 0 characters long, but must be at least 1 character long",
        "limit: is 0, but must be at least 1",
        "colour: is no property here; use one of label, limit",
      ].join("\n"),
    );
    expect(room.calls).toEqual([]);
  });

  it("that fails says why", async () => {
    room.before = () => {
      throw new ProviderError("The catalogue is closed; come back later.");
    };
    await expect(engine.invoke(find, {})).rejects.toThrow("The catalogue is closed; come back later.");
  });

  it("that there is none of is refused by its name", async () => {
    await expect(engine.invoke("toy:index:lose", {})).rejects.toThrow(
      "toy:index:lose is unknown to the toy provider 1.2.3; correct the type or update the provider.",
    );
  });
});
