import { describe, expect, test } from "vitest";
import { unknown } from "../../../../providers/kit/index.ts";
import { localProvider } from "../local-provider.ts";
import { made, members, post, workspace, workspaceSid } from "./fixture.ts";

const otherWorkspace = `WS${"0".repeat(32)}`;

describe.each(members)("each $title", (member) => {
  const { type, declared, defaults, changed } = member;

  test("is made once, under an ID that names its workspace too", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    expect(opened.calls()).toEqual([expect.stringMatching(/^GET (200|404)$/), "POST 201"]);
    const [there] = await made(opened, member);
    expect(saved.id).toBe(`${workspaceSid}/${there?.sid}`);
    expect(saved.state).toEqual({ ...declared, ...defaults, sid: there?.sid });
  });

  test("costs no call when nothing changed, nor in a preview", async () => {
    const { provider, calls } = await localProvider();
    const planned = await provider.create(type, declared, { preview: true });
    expect(planned.state).toEqual({ ...declared, ...defaults, sid: unknown });
    expect(calls()).toEqual([]);
    const saved = await provider.create(type, declared);
    calls();
    const { inputs } = await provider.check(type, declared, saved.inputs);
    expect(await provider.diff(type, saved, inputs)).toMatchObject({ changes: false, detailed: {} });
    const update = await provider.update(type, saved, { ...declared, ...changed }, { preview: true });
    expect(update.state.sid).toBe(saved.state.sid);
    expect(calls()).toEqual([]);
  });

  test("changes every property in place, by one call", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    const news = { ...saved.inputs, ...changed };
    expect((await opened.provider.diff(type, saved, news)).replaces).toEqual([]);
    opened.calls();
    const updated = await opened.provider.update(type, saved, news);
    expect(opened.calls()).toEqual(["POST 200"]);
    expect((await opened.provider.read(type, updated))?.inputs).toEqual(updated.inputs);
    expect(updated.inputs).toMatchObject(changed);
  });

  test("is replaced only where the API forces it", async () => {
    const { provider } = await localProvider();
    const saved = await provider.create(type, declared);
    const news = { ...saved.inputs, ...member.replaced, workspaceSid: otherWorkspace };
    const { replaces, deleteBeforeReplace } = await provider.diff(type, saved, news);
    expect(replaces.sort()).toEqual([...Object.keys(member.replaced), "workspaceSid"].sort());
    expect(deleteBeforeReplace).toBe(member.deleteBeforeReplace);
  });

  test("shows drift of every property", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    await post(opened, `${workspace}/${member.segment}/${saved.state.sid}`, member.elsewhere);
    opened.calls();
    const found = await opened.provider.read(type, saved);
    expect(opened.calls()).toEqual(["GET 200"]);
    expect(found?.inputs).toMatchObject(changed);
    const { detailed } = found ? await opened.provider.diff(type, found, saved.inputs) : { detailed: {} };
    const top = Object.keys(detailed).map((path) => path.split(".")[0]);
    expect([...new Set(top)].sort()).toEqual(Object.keys(changed).sort());
  });

  test("is imported by its ID, followed by an empty preview", async () => {
    const { provider } = await localProvider();
    const { id, inputs } = await provider.create(type, declared);
    const imported = await provider.read(type, id);
    expect(imported?.inputs).toEqual(inputs);
    expect((await provider.check(type, imported?.inputs ?? {})).failures).toEqual([]);
    expect(imported && (await provider.diff(type, imported, inputs)).changes).toBe(false);
  });

  test("is not imported by an ID of another form", async () => {
    const { provider, calls } = await localProvider();
    for (const id of [`WQ${"0".repeat(32)}`, "Sales", `${workspaceSid}/XX${"0".repeat(32)}`]) {
      await expect(provider.read(type, id)).rejects.toThrow(
        new RegExp(`^${id} is no ${member.title}'s ID; give the workspace's SID and its own, as in WS…/`),
      );
    }
    expect(calls()).toEqual([]);
  });

  test("is deleted, and deleted again, and seen to be gone", async () => {
    const opened = await localProvider();
    const saved = await opened.provider.create(type, declared);
    await opened.provider.delete(type, saved);
    await opened.provider.delete(type, saved);
    expect(await made(opened, member)).toEqual([]);
    expect(await opened.provider.read(type, saved)).toBeUndefined();
  });

  test("of a name that exists is an error that tells its ID", async () => {
    const opened = await localProvider();
    const { id } = await opened.provider.create(type, declared);
    await expect(opened.provider.create(type, declared)).rejects.toThrow(
      `The ${member.title} "${member.name}" exists already and is not managed by this stack; import it by its ID ${id}`,
    );
    expect(await made(opened, member)).toHaveLength(1);
  });

  test.each(["429", "500 before", "500 after", "dropped before", "dropped after"])(
    "ends as exactly one when its create meets %s",
    async (kind) => {
      const opened = await localProvider();
      const when = kind.endsWith("after") ? "after" : "before";
      const failure = kind.startsWith("dropped") ? { drop: true as const } : { status: Number(kind.slice(0, 3)) };
      opened.twilio.control.faults.add({ ...failure, when, method: "POST", times: 1 });
      const saved = await opened.provider.create(type, declared);
      expect(await made(opened, member)).toMatchObject([{ sid: saved.state.sid }]);
      opened.twilio.control.faults.add({ ...failure, when, method: "POST", times: 1 });
      const news = { ...declared, ...changed };
      await expect(opened.provider.update(type, saved, news)).rejects.toThrow(/did not answer/);
      const updated = await opened.provider.update(type, saved, news);
      expect((await opened.provider.read(type, updated))?.inputs).toEqual(updated.inputs);
      opened.twilio.control.faults.add({ ...failure, when, method: "DELETE", times: 1 });
      await expect(opened.provider.delete(type, updated)).rejects.toThrow(/did not answer/);
      await opened.provider.delete(type, updated);
      expect(await made(opened, member)).toEqual([]);
    },
  );
});
