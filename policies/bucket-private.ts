import { awsTypes, named, presentType } from "./judging/aws-types.ts";
import { isGiven } from "./judging/known.ts";
import { statementsOf } from "./judging/policy-document.ts";
import { property } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { shown, type Violation } from "./judging/violation.ts";

type Props = Readonly<Record<string, unknown>>;

/** Nothing of a bucket can be seen from outside of its account. That a bucket has the settings which see to it, `bucket-complete` holds. */
export const bucketPrivate = resourcePolicy({
  name: "bucket-private",
  description: "Buckets are closed to everybody outside of their account.",
  types: [
    ...named(awsTypes.bucket),
    ...named(awsTypes.bucketAcl),
    ...named(awsTypes.bucketWebsite),
    awsTypes.publicAccessBlock,
    awsTypes.ownershipControls,
    awsTypes.bucketPolicy,
  ],
  *judge({ type, props }) {
    switch (presentType(type)) {
      case awsTypes.publicAccessBlock:
        return yield* blocks(props);
      case awsTypes.ownershipControls:
        return yield* ownership(props);
      case awsTypes.bucketPolicy:
        return yield* allowances(props);
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

/** Settings that the bucket itself takes in an older form, which nothing here would see the truth of. */
function* inline(props: Props): Generator<Violation> {
  for (const path of ["acl", "grants", "policy", "website"] as const) {
    if (!isGiven(() => props[path])) continue;
    const but = "who may see a bucket is said by BucketPublicAccessBlock and BucketPolicy alone";
    yield { path, is: "set on the bucket", but, remedy: "take it out" };
  }
}

function* allowances({ policy }: Props): Generator<Violation> {
  for (const [index, { effect, principals, inverted }] of statementsOf(policy).entries()) {
    if (effect === "Deny") continue;
    const path = `policy.Statement[${index}]`;
    const remedy = "name who is allowed, or leave it to the roles' own policies";
    if (inverted) yield { path, is: "about all but what it names", but: "a bucket allows what it names", remedy };
    if (principals.includes("*")) {
      yield { path: `${path}.Principal`, is: "everybody", but: "a bucket is open to nobody unnamed", remedy };
    }
  }
}
