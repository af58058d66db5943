import type * as pulumi from "@pulumi/pulumi";
import type { KeyLayout } from "../media/recording-key.ts";

/** Where recordings lie, and whose they are: what both the archive and playback go by. */
export interface RecordingsPlace {
  bucketName: pulumi.Input<string>;
  bucketArn: pulumi.Input<string>;
  /** The KMS key that the bucket encrypts with. Absent: S3's own, which needs no permission. */
  keyArn?: pulumi.Input<string>;
  /** What every recording's key begins with; ends with a slash, or is empty. */
  prefix: string;
  /** How keys are made up: by this project's archive, or by Twilio's external storage. */
  keyLayout: KeyLayout;
  /** The Twilio account whose recordings they are, and whose people listen. */
  accountSid: string;
  /** What functions authenticate to Twilio with: an account SID and auth token, or an API key and its secret. */
  credentials: { username: string; password: pulumi.Output<string> };
}
