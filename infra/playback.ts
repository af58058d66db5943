import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { watch } from "./playback/alarms.ts";
import type { PlaybackArgs } from "./playback/args.ts";
import { createFunction } from "./playback/function.ts";
import { openFunctionUrl } from "./playback/function-url.ts";

export type { FrontEnd, PlaybackArgs, PlaybackTransforms } from "./playback/args.ts";

/**
 * The function whose URL goes into `conversations.media` as `url_provider`. Flex Insights asks it for a
 * recording with the listener's token; it answers a signed URL that is good for minutes, or refuses.
 */
export class Playback extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  /** The function's role: it reads recordings, and nothing else of the bucket. */
  readonly role: aws.iam.Role;
  /** Without a slash at the end; `?recording=RE…` names the recording. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: PlaybackArgs, options?: pulumi.ComponentResourceOptions) {
    super("flex-media:playback:Playback", name, args, options);
    const made = createFunction(name, args, this);
    this.function = made.function;
    this.role = made.role;
    watch(name, this.function, args, this);
    const frontEnd = args.frontEnd ?? openFunctionUrl;
    this.url = frontEnd(name, this.function, args, this).apply((url) => url.replace(/\/$/, ""));
    this.registerOutputs({ url: this.url });
  }
}
