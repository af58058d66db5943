import * as pulumi from "@pulumi/pulumi";
import { Playback, type PlaybackArgs } from "../../../infra/playback.ts";
import { playback as settings } from "../../../infra/settings/playback.ts";
import { recorded } from "./recorded.ts";

/** Playback under mocks, with the usual settings but for `other`. */
export function recordedPlayback(other: Partial<PlaybackArgs> = {}) {
  return recorded((options) => {
    const args: PlaybackArgs = {
      ...settings.parse({}),
      bucketName: "the-bucket",
      bucketArn: "arn:aws:s3:::the-bucket",
      prefix: "recordings/",
      accountSid: "AC0123456789abcdef0123456789abcdef",
      credentials: { username: "SK1", password: pulumi.secret("the-password") },
      s3UsePathStyle: false,
      ...other,
    };
    return new Playback("playback", args, options);
  });
}
