import { awsTypes, named, presentType } from "./judging/aws-types.ts";
import { isGiven } from "./judging/known.ts";
import { property } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { shown, type Violation } from "./judging/violation.ts";

type Props = Readonly<Record<string, unknown>>;

/**
 * Nothing of a bucket can be seen from outside of its account. That a bucket has the settings which see to it,
 * `bucket-complete` holds, and whom its policy lets in, `resource-policies-closed`.
 */
export const bucketPrivate = resourcePolicy({
  name: "bucket-private",
  description: "Buckets block public access, and take no setting that no policy sees.",
  types: [
    ...named(awsTypes.bucket),
    ...named(awsTypes.bucketAcl),
    ...named(awsTypes.bucketWebsite),
    awsTypes.publicAccessBlock,
    awsTypes.ownershipControls,
  ],
  *judge({ type, props }) {
    switch (presentType(type)) {
      case awsTypes.publicAccessBlock:
        return yield* blocks(props);
      case awsTypes.ownershipControls:
        return yield* ownership(props);
      case awsTypes.bucket:
        return yield* inline(props);
      default:
        yield { path: "", is: "there", but: "buckets have no ACLs and serve no websites", remedy: "remove it" };
    }
  },
});

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

function* blocks(props: Props): Generator<Violation> {
  for (const path of flags) {
    if (props[path] === true) continue;
    yield { path, is: shown(props[path]), but: "all public access is blocked", remedy: "set it to true" };
  }
}

function* ownership({ rule }: Props): Generator<Violation> {
  const owner = property(rule, "objectOwnership");
  if (owner === "BucketOwnerEnforced") return;
  const but = "objects belong to the bucket's account, and ACLs are off";
  yield { path: "rule.objectOwnership", is: shown(owner), but, remedy: "set it to BucketOwnerEnforced" };
}

/** What only the bucket itself can take. All else has a resource of its own; in the bucket, no policy would see it. */
const ownOfBucket: readonly string[] = [
  ...["bucket", "bucketPrefix", "bucketNamespace", "region", "tags", "tagsAll"],
  ...["forceDestroy", "objectLockEnabled"],
];

function* inline(props: Props): Generator<Violation> {
  for (const path of Object.keys(props)) {
    if (ownOfBucket.includes(path) || path.startsWith("__") || !isGiven(() => props[path])) continue;
    const but = "policies judge each setting of a bucket where it is a resource of its own";
    const remedy = "take it out, and make that resource, as infra/storage.ts does";
    yield { path, is: "set on the bucket", but, remedy };
  }
}
