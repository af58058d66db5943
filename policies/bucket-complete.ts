import { awsTypes } from "./judging/aws-types.ts";
import { bucketsOf, settingsOf, takesLogs } from "./judging/buckets.ts";
import { stackPolicy } from "./judging/stack-policy.ts";

const ofEveryBucket = [
  [awsTypes.publicAccessBlock, "a BucketPublicAccessBlock, so that nobody can open it by mistake"],
  [awsTypes.ownershipControls, "BucketOwnershipControls, so that everything in it is the account's own"],
  [awsTypes.bucketPolicy, "a BucketPolicy, which demands TLS"],
  [awsTypes.lifecycle, "a BucketLifecycleConfiguration, which clears away what is over"],
] as const;

const ofRecordings = [
  [awsTypes.encryption, "a BucketServerSideEncryptionConfiguration with a key of the account's own"],
  [awsTypes.versioning, "a BucketVersioning, so that what is deleted by mistake can be brought back"],
] as const;

/** A bucket has all of the settings that the other policies judge: what isn't there, they never see. */
export const bucketComplete = stackPolicy({
  name: "bucket-complete",
  description: "Every bucket has each of the settings that make it private, encrypted and recoverable.",
  *judge(stack) {
    yield* stack.apart(bucketsOf(stack), function* (bucket) {
      const wanted = takesLogs(stack, bucket) ? ofEveryBucket : [...ofEveryBucket, ...ofRecordings];
      for (const [type, what] of wanted) {
        if (settingsOf(stack, bucket, type).length > 0) continue;
        const remedy = "make the bucket as infra/storage.ts does";
        yield { path: "", is: `without ${type.split(":").at(-1)}`, but: `every bucket has ${what}`, remedy };
      }
    });
  },
});
