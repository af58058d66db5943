import { expect, test } from "vitest";
import { before, commit, type Play, passed, promote, rollback, run, state, whole } from "./played.ts";
import { type Answers, entry } from "./stack.ts";

/** Somebody's update of a stack. */
function work(answers: Answers): void {
  answers.history = [entry(before, { minute: 5 }), ...(answers.history ?? [])];
}

test.each<["dev" | "staging", string[]]>([
  ["dev", ["--dry-run"]],
  ["dev", ["--yes"]],
  ["staging", ["--dry-run"]],
  ["staging", ["--yes"]],
])("somebody's work on %s while the gates are asked is refused with %j", async (stack, flags) => {
  const moved = await run([...promote, ...flags], ({ dev, staging, means }) => {
    const find = means.driftOf;
    means.driftOf = async (...about) => {
      if (about[0].name === stack) work({ dev, staging }[stack]);
      return find(...about);
    };
  });
  expect([moved.code, moved.ups, moved.tags]).toEqual([1, [], undefined]);
  expect(moved.stderr).toContain(`${stack}: somebody has worked on it since it was examined; run the command again`);
  expect(moved.stdout).toBe("");
});

test("somebody's work on what is promoted from, between report and update, is refused", async () => {
  const moved = await run(promote, ({ dev, means }) => {
    means.ask = async () => {
      dev.state = { deployment: { ...state.deployment, manifest: { time: "2026-01-01T00:00:09Z" } } };
      return true;
    };
  });
  expect([moved.code, moved.ups, moved.tags]).toEqual([1, [], undefined]);
  expect(moved.stderr).toContain("dev: somebody has worked on it");
});

test("what is at work is noted before the update, and forgotten once what came of it is recorded", async () => {
  const done = await run([...promote, "--yes"]);
  const [note, up, forgotten] = ["stack tag set flex-media:at-work", "up --yes", "stack tag rm flex-media:at-work"].map(
    (command) => done.asked.findIndex((asked) => asked.startsWith(command)),
  );
  expect(note).toBeGreaterThan(-1);
  expect(up).toBeGreaterThan(note ?? 0);
  expect(forgotten).toBeGreaterThan(up ?? 0);
  expect(done.asked[note ?? 0]).toBe(`stack tag set flex-media:at-work ${commit} after 2026-01-01T00:00:00.000Z`);
});

test("where that can't be noted, nothing is changed", async () => {
  const refused = run([...promote, "--yes"], ({ staging }) => {
    staging.before = (command) => (command.includes("at-work") ? "no leave" : undefined);
  });
  await expect(refused).rejects.toThrow(
    /^flex-media:at-work: can't be written on staging: error: no leave; nothing was changed; run the command again$/,
  );
});

const recorded = { "flex-media:commit": commit, "flex-media:verification": "passed" };

test("a stack whose update was killed goes back to what it ran before", async () => {
  const [killed, other] = ["c".repeat(40), entry(commit)];
  const play = ({ staging }: Play) => {
    staging.history = [other];
    staging.tags = { ...recorded, "flex-media:at-work": `${killed} after 2026-01-01T00:00:00.000Z` };
  };
  const back = await run([...rollback, "--yes"], play);
  expect(back.code, back.stderr).toBe(0);
  expect(back.tags).not.toHaveProperty("flex-media:at-work");
  const whole = await run([...rollback, "--yes"], (all) => {
    play(all);
    work(all.staging);
    all.staging.history = [entry(commit, { minute: 5 }), other];
  });
  expect([whole.code, whole.ups]).toEqual([1, []]);
});

/** An update after which Pulumi fails at a command. */
function failsAfterwards(staging: Answers, at: string): void {
  let isUp = false;
  staging.before = (command) => {
    isUp ||= command.startsWith("up ");
    return isUp && command.startsWith(at) ? "backend is away" : undefined;
  };
}

test.each(["stack history", "stack tag set flex-media:commit", "stack tag rm flex-media:at-work"])(
  "an update that is done, after which `%s` fails, is told as done",
  async (command) => {
    const done = await run([...promote, "--yes"], ({ staging }) => failsAfterwards(staging, command));
    expect([done.code, done.ups.length]).toEqual([1, 1]);
    expect(done.stderr).toContain("staging runs aaaaaaaaaa, but that could not be recorded.\n  - ");
    expect(done.stderr).toContain("backend is away");
    expect(done.tags).not.toMatchObject({ "flex-media:verification": "passed" });
  },
);

test("what is recorded was read before the update", async () => {
  const done = await run([...promote, "--yes"], ({ staging }) => failsAfterwards(staging, "stack tag ls"));
  expect(done.code, done.stderr).toBe(0);
  expect(done.tags).toMatchObject({ "flex-media:previous-commit": before });
});

test("somebody's update during verification leaves it recorded as not verified", async () => {
  const overtaken = await run([...promote, "--yes"], ({ staging, means }) => {
    staging.up = { events: whole, code: 0 };
    means.verifyStack = async function* verify({ name }) {
      if (name === "staging") work(staging);
      yield passed;
    };
  });
  expect(overtaken.code).toBe(2);
  expect(overtaken.stderr).toContain(
    "failed verification: somebody else has worked on the stack meanwhile; look what it runs",
  );
  expect(overtaken.tags).toMatchObject({ "flex-media:commit": commit, "flex-media:verification": "failed" });
});
