import type * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { archive } from "./archive.ts";

test("a team's wishes reach every child", async () => {
  const reached: string[] = [];
  const wish = (child: string) => (_: object, options: pulumi.CustomResourceOptions, name: string) => {
    reached.push(`${child} ${name}`);
    options.protect = true;
  };
  const children = ["secret", "secretVersion", "logGroup", "role", "policy", "function"];
  const wishes = (of: string, more: string) =>
    Object.fromEntries([...children, more].map((child) => [child, wish(`${of}.${child}`)]));
  const { resources } = await archive({
    transform: {
      queue: wish("queue"),
      deadLetterQueue: wish("deadLetterQueue"),
      alarm: wish("alarm"),
      intake: wishes("intake", "functionUrl"),
      store: wishes("store", "eventSourceMapping"),
    },
  });
  expect(reached.toSorted()).toEqual([
    "alarm archive-dead-letters",
    "alarm archive-intake-broken",
    "alarm archive-intake-failed",
    "alarm archive-intake-throttled",
    "alarm archive-late",
    "alarm archive-store-broken",
    "deadLetterQueue archive-dead-letters",
    "intake.function archive-intake",
    "intake.functionUrl archive-intake",
    "intake.logGroup archive-intake",
    "intake.policy archive-intake",
    "intake.role archive-intake",
    "intake.secret archive-intake-signature",
    "intake.secretVersion archive-intake-signature",
    "queue archive",
    "store.eventSourceMapping archive-store",
    "store.function archive-store",
    "store.logGroup archive-store",
    "store.policy archive-store",
    "store.role archive-store",
    "store.secret archive-store-twilio",
    "store.secretVersion archive-store-twilio",
  ]);
  const unreached = resources.filter(({ type, options }) => type.startsWith("aws:") && !options.protect);
  expect(unreached).toEqual([]);
});
