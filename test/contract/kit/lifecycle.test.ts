import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type PropertyMap, Secret, unknown } from "../../../providers/kit/index.ts";
import { ProviderClient, type SavedResource } from "../../../providers/kit/testing.ts";
import { shown } from "./shown.ts";
import { Room, toy } from "./toy.ts";

const shelf = "toy:index:Shelf";
const sticker = "toy:index:Sticker";

let room: Room;
let engine: ProviderClient;
beforeEach(async () => {
  room = new Room();
  engine = await ProviderClient.start(toy(room));
  await engine.configure({ token: new Secret("t0k") });
});
afterEach(() => engine.close());

describe("a resource", () => {
  it("is made, read, changed and unmade", async () => {
    const made = await engine.create(shelf, { label: "crime", books: [{ isbn: "1" }] });
    expect(made.id).toBe("1");
    expect(shown(made.inputs)).toEqual({ label: "crime", width: 80, books: [{ isbn: "1", copies: 1 }] });
    expect(shown(made.state)).toEqual({
      label: "crime",
      width: 80,
      books: [{ isbn: "1", copies: 1 }],
      number: 1,
      summary: "crime, 80 cm",
      code: { secret: "code-1" },
    });

    const read = await engine.read(shelf, made);
    expect([shown(read?.inputs), shown(read?.state)]).toEqual([shown(made.inputs), shown(made.state)]);

    const changed = await engine.update(shelf, made, { label: "poems" });
    expect(shown(changed.state)).toEqual({
      label: "poems",
      width: 80,
      number: 1,
      summary: "poems, 80 cm",
      code: { secret: "code-1" },
    });

    await engine.delete(shelf, changed);
    expect(room.shelves.size).toBe(0);
    expect(room.calls).toEqual(["create crime", "read 1", "update crime to poems", "delete poems, 80 cm"]);
  });

  it("that is gone reads as nothing", async () => {
    const made = await engine.create(shelf, { label: "crime" });
    room.shelves.clear();
    expect(await engine.read(shelf, made)).toBeUndefined();
    expect(await engine.read(shelf, "7")).toBeUndefined();
  });

  it("shows on a refresh what has changed behind its back", async () => {
    const made = await engine.create(shelf, { label: "crime" });
    room.shelves.set("1", { label: "moved", width: 80 });
    const found = await engine.read(shelf, made);
    expect(found?.inputs).toEqual({ label: "moved", width: 80 });
    expect(room.calls.at(-1)).toBe("read 1");
  });

  it("is imported by its id alone, without a change to the program that declares the same", async () => {
    room.shelves.set("1", { label: "crime", width: 40, key: "open" });
    const found = (await engine.read(shelf, "1")) as SavedResource;
    expect(room.calls).toEqual(["read 1 to import"]);
    expect(shown(found.inputs)).toEqual({ label: "crime", width: 40, key: { secret: "open" } });
    const { inputs } = await engine.check(shelf, { label: "crime", width: 40, key: "open" }, found.inputs);
    expect((await engine.diff(shelf, found, inputs)).changes).toBe(false);
  });

  it("is refused with all that is wrong, before anything is written", async () => {
    room.shelves.set("1", { label: "crime", width: 80 });
    expect(
      (await engine.check(shelf, { label: "crime", width: 3, colour: "red", books: [{ copies: 0 }] })).failures,
    ).toEqual([
      { property: "width", reason: "is 3, but must be at least 20" },
      { property: "books[0].isbn", reason: "is missing; give it a string" },
      { property: "books[0].copies", reason: "is 0, but must be at least 1" },
      { property: "colour", reason: "is no property here; use one of label, width, books, key, note" },
      { property: "label", reason: "is taken; choose another" },
    ]);
    await expect(engine.create(shelf, { label: "much too long" })).rejects.toThrow(
      "label: is 13 characters long, but must be at most 10 characters long",
    );
    expect(room.calls).toEqual([]);
  });

  it("is checked with what it was before, which a new one has not", async () => {
    const made = await engine.create(shelf, { label: "crime" });
    expect((await engine.check(shelf, { label: "crime" })).failures).toHaveLength(1);
    expect((await engine.check(shelf, { label: "crime" }, made.inputs)).failures).toEqual([]);
  });
});

describe("secrets", () => {
  it("are in the state where they are declared, and where the user has put them", async () => {
    const made = await engine.create(shelf, { label: "crime", key: "open sesame", note: new Secret("psst") });
    expect(room.shelves.get("1")).toEqual({ label: "crime", width: 80, key: "open sesame", note: "psst" });
    const expected = { key: { secret: "open sesame" }, note: { secret: "psst" } };
    expect(shown(made.inputs)).toMatchObject(expected);
    expect(shown(made.state)).toMatchObject(expected);
  });

  it("stay so when they are read and changed", async () => {
    const made = await engine.create(shelf, { label: "crime", note: new Secret("psst") });
    const read = await engine.read(shelf, made);
    expect(shown(read?.inputs)).toMatchObject({ note: { secret: "psst" } });
    expect(shown(read?.state)).toMatchObject({ note: { secret: "psst" } });
    const changed = await engine.update(shelf, made, { label: "crime", note: new Secret("hush") });
    expect(shown(changed.state)).toMatchObject({ note: { secret: "hush" } });
  });

  it("are in no reason that a check gives", async () => {
    const { failures } = await engine.check(shelf, {
      label: new Secret("hunter2-hunter2"),
      key: "abc",
      note: new Secret("forbidden"),
    });
    expect(failures).toEqual([
      { property: "label", reason: "is 15 characters long, but must be at most 10 characters long" },
      { property: "key", reason: "is [secret], but must be at least 4 characters long" },
      { property: "note", reason: "is [secret]; choose another" },
    ]);
  });

  it("that became open, or the other way round, change nothing", async () => {
    const made = await engine.create(shelf, { label: "crime", note: new Secret("psst") });
    const { inputs } = await engine.check(shelf, { label: new Secret("crime"), note: "psst" }, made.inputs);
    expect(await engine.diff(shelf, made, inputs)).toMatchObject({ changes: false, detailed: {} });
  });
});

describe("a diff", () => {
  const made: SavedResource = {
    id: "1",
    inputs: {
      label: "crime",
      width: 80,
      books: [
        { isbn: "1", copies: 1 },
        { isbn: "2", copies: 1 },
      ],
    },
    state: { number: 1 },
  };
  const diff = (news: PropertyMap, ignore?: string[]) => engine.diff(shelf, made, { ...made.inputs, ...news }, ignore);

  it("is none where nothing changed", async () => {
    expect(
      await diff({
        books: [
          { isbn: "2", copies: 1 },
          { isbn: "1", copies: 1 },
        ],
      }),
    ).toEqual({
      changes: false,
      detailed: {},
      replaces: [],
      deleteBeforeReplace: false,
    });
  });

  it("has the kind of each change at its path", async () => {
    const books = [
      { isbn: "1", copies: 9 },
      { isbn: "3", copies: 1 },
      { isbn: "4", copies: 1 },
    ];
    expect(await diff({ label: "poems", books, note: "new" })).toMatchObject({
      changes: true,
      detailed: {
        label: "update",
        "books[0].copies": "update",
        "books[1]": "update",
        "books[2]": "add",
        note: "add",
      },
      replaces: [],
    });
  });

  it("replaces where the declaration says so", async () => {
    expect(await diff({ width: 40, label: "poems" })).toMatchObject({
      detailed: { width: "update-replace", label: "update" },
      replaces: ["width"],
    });
    expect(await diff({ width: unknown })).toMatchObject({ replaces: ["width"] });
  });

  it("leaves out what the user ignores", async () => {
    expect(await diff({ width: 40, label: "poems" }, ["width"])).toMatchObject({
      detailed: { label: "update" },
      replaces: [],
    });
  });

  it("refuses to ignore what is no path", async () => {
    await expect(diff({ label: "poems" }, ["books["])).rejects.toThrow(
      'ignoreChanges: "books[" is not a property path; write it like a.b[0]["c.d"].',
    );
  });

  it("always replaces where nothing can be updated, and deletes first where names collide", async () => {
    const made = await engine.create(sticker, { text: "a" });
    expect(await engine.diff(sticker, made, { ...made.inputs, text: "b" })).toEqual({
      changes: true,
      detailed: { text: "update-replace" },
      replaces: ["text"],
      deleteBeforeReplace: true,
    });
    await expect(engine.update(sticker, made, { text: "b" })).rejects.toThrow(
      "toy:index:Sticker can't be changed in place; run pulumi up --replace 'urn:pulumi:stack::project::toy:index:Sticker::name'.",
    );
  });

  it("is there as long as an output is open, at a path of the state", async () => {
    const plant = await engine.create("toy:index:Plant", { name: "fern" });
    expect(await engine.diff("toy:index:Plant", plant, plant.inputs)).toMatchObject({
      changes: true,
      detailed: { height: "update" },
      replaces: [],
    });
    expect(await engine.diff("toy:index:Plant", plant, plant.inputs, ["height"])).toMatchObject({ changes: false });
    const grown = await engine.update("toy:index:Plant", plant, plant.inputs);
    expect(await engine.diff("toy:index:Plant", grown, grown.inputs)).toMatchObject({ changes: false });
  });

  it("compares with the state where the engine has no old inputs", async () => {
    const { changes } = await engine.diff(shelf, { ...made, state: made.inputs }, made.inputs);
    expect(changes).toBe(false);
  });
});

describe("a preview", () => {
  it("of a create tells what can be told, writes nothing and gives no id", async () => {
    const planned = await engine.create(shelf, { label: "crime", note: new Secret("psst") }, { preview: true });
    expect(planned.id).toBe("");
    expect(shown(planned.state)).toEqual({
      label: "crime",
      width: 80,
      note: { secret: "psst" },
      number: unknown,
      summary: "crime, 80 cm",
      code: { secret: unknown },
    });
    expect(room.calls).toEqual([]);
  });

  it("bears with what is unknown", async () => {
    const planned = await engine.create(shelf, { label: unknown, key: new Secret(unknown) }, { preview: true });
    expect(shown(planned.state)).toMatchObject({ label: unknown, key: { secret: unknown }, summary: unknown });
  });

  it("of an update keeps what no update changes", async () => {
    const made = await engine.create(shelf, { label: "crime" });
    const planned = await engine.update(shelf, made, { label: "poems" }, { preview: true });
    expect(shown(planned.state)).toEqual({
      label: "poems",
      width: 80,
      number: 1,
      summary: "poems, 80 cm",
      code: { secret: unknown },
    });
    expect(room.calls).toEqual(["create crime"]);
  });
});

describe("a name that the program does not give", () => {
  it("is made once, and kept", async () => {
    const { inputs } = await engine.check(sticker, { text: "a" });
    expect(inputs.name).toMatch(/^name-[0-9a-f]{7}$/);
    expect((await engine.check(sticker, { text: "b" }, { name: "old", text: "a" })).inputs.name).toBe("old");
  });
});
