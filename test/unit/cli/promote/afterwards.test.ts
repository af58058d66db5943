import { expect, test } from "vitest";
import type { DeliveryMeans } from "../../../../cli/commands/delivery.ts";
import type { StackCheck } from "../../../../cli/verify/index.ts";
import { Mendable } from "../../../../local/engine/mendable.ts";
import { before, commit, failed, passed, promote, run } from "./played.ts";

/** What verification finds; `dev` has its own. */
function finding(found: () => StackCheck[]): DeliveryMeans["verifyStack"] {
  return async function* verify({ name }) {
    if (name === "dev") yield passed;
    else yield* found();
  };
}

test("what fails right after the update may be well a moment later, and only then", async () => {
  const patience: string[] = [];
  const late = await run([...promote, "--yes", "--patience", "7"], ({ means }) => {
    means.verifyStack = async function* verify(stack, options) {
      patience.push(`${stack.name}: ${options.patience ?? 0}`);
      if (stack.name === "staging") yield failed;
      yield passed;
    };
  });
  expect([late.code, late.tags?.["flex-media:verification"]]).toEqual([0, "passed"]);
  expect(patience).toEqual(["dev: 0", "staging: 7000"]);
});

test.each<[string, () => StackCheck[], string]>([
  ["what fails for good", () => [passed, failed], "failed flow: is gone"],
  ["nothing that could be tried", () => [], "nothing of it could be tried"],
  [
    "outputs that can't be read",
    () => {
      throw new Mendable("--stack: staging has no outputs");
    },
    "failed verification: --stack: staging has no outputs",
  ],
])("%s is exit code 2, a record and the way back", async (_, found, told) => {
  const bad = await run([...promote, "--yes", "--patience", "1"], ({ means }) => {
    means.verifyStack = finding(found);
  });
  expect(bad.code).toBe(2);
  expect(bad.stderr).toContain(told);
  expect(bad.stderr).toContain(`Back to bbbbbbbbbb: \`git checkout --detach ${before} && npm run`);
  expect(bad.tags).toMatchObject({
    "flex-media:commit": commit,
    "flex-media:verification": "failed",
    "flex-media:previous-commit": before,
  });
});

test("an interrupt during verification leaves it recorded as not verified", async () => {
  const ended = await run([...promote, "--yes"], ({ means, stop }) => {
    means.verifyStack = finding(() => {
      stop.abort(new Error("interrupted"));
      return [passed];
    });
  });
  expect(ended.code).toBe(130);
  expect(ended.tags).toMatchObject({ "flex-media:commit": commit, "flex-media:verification": "failed" });
});

test("an interrupt before the update is the end of it", async () => {
  const ended = run(promote, ({ means, stop }) => {
    means.ask = async () => {
      stop.abort(new Error("interrupted"));
      return true;
    };
  });
  await expect(ended).rejects.toThrow("interrupted");
});

test("a Flex token is taken for the stack whose account it is of", async () => {
  const tokens: string[] = [];
  await run([...promote, "--yes"], ({ means, environment }) => {
    Object.assign(environment, { FLEX_TOKEN: "of somebody", FLEX_TOKEN_STAGING: "of-staging" });
    means.verifyStack = async function* verify(stack, { flexToken }) {
      tokens.push(`${stack.name}: ${flexToken}`);
      yield passed;
    };
  });
  expect(tokens).toEqual(["dev: undefined", "staging: of-staging"]);
});
