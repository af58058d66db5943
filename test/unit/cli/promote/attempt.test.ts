import { expect, test } from "vitest";
import { before, commit, type Play, promote, rollback, run, state } from "./played.ts";
import { type Answers, entry } from "./stack.ts";

const held = "the stack is currently locked by 1 lock(s)";
const tag = "flex-media:at-work";
const earlier = "c".repeat(40);
const recorded = {
  "flex-media:commit": before,
  "flex-media:verification": "passed",
  "flex-media:previous-commit": earlier,
};
const ours = `${commit} after 2026-01-01T00:00:00.000Z`;
const theirs = `${earlier} after 2026-01-01T00:00:00.000Z`;

/** A stack that runs a recorded commit, and of which somebody holds the lock. */
function locked({ staging }: Play, whenTried: (staging: Answers) => void = () => {}): void {
  staging.tags = recorded;
  staging.before = (command) => {
    if (!command.startsWith("up ")) return undefined;
    whenTried(staging);
    return held;
  };
}

test("an update that never began leaves no note, and the way back leads where it led", async () => {
  const refused = await run([...promote, "--yes"], locked);
  expect([refused.code, refused.ups.length]).toEqual([1, 1]);
  expect(refused.tags).toEqual(recorded);
  expect(refused.stderr).toContain(
    "The update of staging to aaaaaaaaaa did not begin; staging is as it was, and nothing is recorded.\n  - the stack is currently locked by 1 lock(s)\n\n" +
      "Mend it, and run `npm run flex-media -- promote --from dev --to staging` once more.\n",
  );
  expect(refused.stderr).not.toMatch(/Not done|takes the stack back/);
  const back = await run(rollback, ({ staging, means }) => {
    staging.tags = refused.tags ?? {};
    means.readCheckout = async () => ({ head: before, changes: [], hidden: [] });
  });
  expect(back.stderr).toContain("staging goes back to cccccccccc, but bbbbbbbbbb is checked out");
});

test.each<[string, (play: Play) => void]>([
  [
    "of an update that was killed and whose lock is still there",
    ({ staging }) => (staging.tags = { ...recorded, [tag]: theirs }),
  ],
  [
    "of somebody who began while the question was asked",
    ({ staging, means }) => {
      means.ask = async () => {
        staging.tags = { ...recorded, [tag]: theirs };
        return true;
      };
    },
  ],
])("where nothing began, a note stands there again %s", async (_, change) => {
  const refused = await run(promote, (play) => {
    locked(play);
    change(play);
  });
  expect([refused.code, refused.ups.length]).toEqual([1, 1]);
  expect(refused.tags).toEqual({ ...recorded, [tag]: theirs });
  expect(refused.stderr).toContain("did not begin");
});

test("what somebody else notes while the update is tried stays", async () => {
  const refused = await run([...promote, "--yes"], (play) =>
    locked(play, (staging) => (staging.tags = { ...recorded, [tag]: theirs })),
  );
  expect(refused.tags).toEqual({ ...recorded, [tag]: theirs });
});

test.each<[string, (staging: Answers) => void]>([
  [
    "the history has another entry",
    (staging) => (staging.history = [entry(commit, { kind: "refresh", minute: 5 }), ...(staging.history ?? [])]),
  ],
  [
    "the state was written",
    (staging) => (staging.state = { deployment: { ...state.deployment, manifest: { time: "2026-01-01T00:05:00Z" } } }),
  ],
  [
    "that can't be asked",
    (staging) => (staging.before = (command) => (command === "stack export" ? "backend is away" : undefined)),
  ],
])("an update that failed counts as begun, and stays noted, where %s", async (_, whenTried) => {
  const half = await run([...promote, "--yes"], (play) => locked(play, whenTried));
  expect(half.code).toBe(1);
  expect(half.tags).toEqual({ ...recorded, [tag]: ours });
  expect(half.stderr).toContain("did not come to its end; nothing is recorded.");
});

test("a note that can't be taken away is told, beside how the update ended", async () => {
  const refused = await run([...promote, "--yes"], (play) => {
    locked(play);
    const { before: answer } = play.staging;
    play.staging.before = (command) => (command === `stack tag rm ${tag}` ? "no leave" : answer?.(command));
  });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(
    `${tag}: can't be written on staging: error: no leave; staging passes for half updated until \`npm run pulumi -- up --stack staging\`\n`,
  );
  expect(refused.stderr).toContain(
    "did not come to its end; nothing is recorded.\n  - the stack is currently locked by 1 lock(s)\n",
  );
});

test("an interrupt between the note and the update takes the note back", async () => {
  const answers: Answers[] = [];
  const interrupted = run([...promote, "--yes"], ({ staging, stop }) => {
    answers.push(staging);
    staging.tags = { ...recorded, [tag]: theirs };
    staging.before = (command) => {
      if (command.startsWith(`stack tag set ${tag} ${commit}`)) stop.abort(new Error("interrupted"));
      return command.startsWith("up ") ? "It goes on." : undefined;
    };
  });
  await expect(interrupted).rejects.toThrow("interrupted");
  expect(answers[0]?.tags).toEqual({ ...recorded, [tag]: theirs });
});
