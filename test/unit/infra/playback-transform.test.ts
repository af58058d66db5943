import type * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import type { PlaybackTransforms } from "../../../infra/playback.ts";
import { recordedPlayback } from "./playback.ts";

test("a team's wishes reach every child", async () => {
  const reached: Record<keyof PlaybackTransforms, string[]> = {
    secret: [],
    secretVersion: [],
    logGroup: [],
    role: [],
    policy: [],
    function: [],
    functionUrl: [],
    alarm: [],
  };
  const wish =
    (child: keyof PlaybackTransforms) => (_: object, options: pulumi.CustomResourceOptions, name: string) => {
      reached[child].push(name);
      options.protect = true;
    };
  const transform = Object.fromEntries(
    Object.keys(reached).map((child) => [child, wish(child as keyof PlaybackTransforms)]),
  );
  const { resources } = await recordedPlayback({ transform });
  expect(reached).toEqual({
    secret: ["playback-twilio"],
    secretVersion: ["playback-twilio"],
    logGroup: ["playback"],
    role: ["playback"],
    policy: ["playback"],
    function: ["playback"],
    functionUrl: ["playback"],
    alarm: ["playback-denied", "playback-failed", "playback-broken"],
  });
  const unreached = resources.filter(({ type, options }) => type.startsWith("aws:") && !options.protect);
  expect(unreached).toEqual([]);
});
