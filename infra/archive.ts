import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { watchArchive } from "./archive/alarms.ts";
import type { ArchiveArgs } from "./archive/args.ts";
import { callbackUrlOf } from "./archive/callback-url.ts";
import { createIntake, openIntake } from "./archive/intake.ts";
import { createPrune } from "./archive/prune.ts";
import { createQueues } from "./archive/queues.ts";
import { createStore, feedStore, twilioSecret } from "./archive/store.ts";

export type { ArchiveArgs, ArchiveTransforms } from "./archive/args.ts";

/**
 * Brings every recording that Twilio reports into the bucket: callback → intake → queue → store → object. What can't
 * be stored lies with the dead letters, and an alarm goes off.
 *
 * Destroy deletes the queues with what is in them: recordings that were on their way are then at Twilio only.
 */
export class Archive extends pulumi.ComponentResource {
  readonly intake: aws.lambda.Function;
  readonly store: aws.lambda.Function;
  /** Deletes recordings at Twilio; absent where they stay there. */
  readonly prune: aws.lambda.Function | undefined;
  readonly queue: aws.sqs.Queue;
  readonly deadLetterQueue: aws.sqs.Queue;
  /** The intake's URL, without a slash at the end. */
  readonly url: pulumi.Output<string>;
  /** The same as Twilio is to be given it, with what it does where the intake fails. */
  readonly callbackUrl: pulumi.Output<string>;

  constructor(name: string, args: ArchiveArgs, options?: pulumi.ComponentResourceOptions) {
    super("flex-media:archive:Archive", name, {}, options);
    const queues = createQueues(name, args, this);
    this.queue = queues.queue;
    this.deadLetterQueue = queues.deadLetters;
    this.intake = createIntake(`${name}-intake`, queues, args, this);
    const { arn: secretArn } = twilioSecret(`${name}-store`, args, this);
    this.store = createStore(`${name}-store`, queues, secretArn, args, this);
    feedStore(`${name}-store`, queues, this.store, args, this);
    this.prune = createPrune(`${name}-prune`, secretArn, args, this);
    watchArchive(name, { ...queues, intake: this.intake, store: this.store, prune: this.prune }, args, this);
    const { functionUrl } = openIntake(`${name}-intake`, this.intake, args, this);
    this.url = functionUrl.apply((url) => url.replace(/\/$/, ""));
    this.callbackUrl = this.url.apply(callbackUrlOf);
    this.registerOutputs({ url: this.url });
  }
}
