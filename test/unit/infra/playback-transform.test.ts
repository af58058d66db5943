import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { Playback, type PlaybackTransforms } from "../../../infra/playback.ts";
import { playback as settings } from "../../../infra/settings/playback.ts";
import { recorded } from "./recorded.ts";

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
  const { resources } = await recorded(
    (options) =>
      new Playback(
        "playback",
        {
          ...settings.parse({}),
          bucketName: "the-bucket",
          bucketArn: "arn:aws:s3:::the-bucket",
          prefix: "recordings/",
          accountSid: "AC0123456789abcdef0123456789abcdef",
          credentials: { username: "SK1", password: pulumi.secret("the-password") },
          s3UsePathStyle: false,
          transform,
        },
        options,
      ),
  );
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
