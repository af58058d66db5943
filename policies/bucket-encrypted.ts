import { awsTypes, named, presentType } from "./judging/aws-types.ts";
import { isGiven, known } from "./judging/known.ts";
import { property } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { shown, type Violation } from "./judging/violation.ts";

type Props = Readonly<Record<string, unknown>>;

/** Recordings are encrypted with a key that the account itself rules over, so that it can be taken away from everybody at once. */
export const bucketEncrypted = resourcePolicy({
  name: "bucket-encrypted",
  description: "Buckets are encrypted with a key of the account's own, which KMS renews.",
  types: [...named(awsTypes.encryption), awsTypes.key],
  *judge({ type, props }) {
    if (presentType(type) === awsTypes.key) yield* key(props);
    else yield* encryption(props);
  },
});

function* encryption({ rules }: Props): Generator<Violation> {
  if (!Array.isArray(rules) || rules.length === 0) {
    const remedy = "give a rule with sseAlgorithm aws:kms and kmsMasterKeyId";
    yield { path: "rules", is: shown(rules), but: "a bucket is encrypted by a rule", remedy };
    return;
  }
  for (const [index, rule] of rules.entries()) {
    const path = `rules[${index}].applyServerSideEncryptionByDefault`;
    const byDefault = property(rule, "applyServerSideEncryptionByDefault");
    const algorithm = property(byDefault, "sseAlgorithm");
    if (algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse") {
      const but = "S3's own keys open to whoever may read the bucket";
      yield { path: `${path}.sseAlgorithm`, is: shown(algorithm), but, remedy: "set it to aws:kms" };
    }
    yield* keyOfRule(`${path}.kmsMasterKeyId`, () => property(byDefault, "kmsMasterKeyId"));
  }
}

function* keyOfRule(path: string, read: () => unknown): Generator<Violation> {
  const remedy = "give the ARN of a key of your own";
  if (!isGiven(read)) {
    yield { path, is: "not set", but: "without a key AWS takes its own, whose policy nobody can change", remedy };
  }
  const value = known(read);
  if (typeof value === "string" && /alias\/aws\//.test(value)) {
    yield { path, is: shown(value), but: "that key is AWS's own, whose policy nobody can change", remedy };
  }
}

function* key({ enableKeyRotation, isEnabled }: Props): Generator<Violation> {
  if (enableKeyRotation !== true) {
    const but = "a key is renewed every year";
    yield { path: "enableKeyRotation", is: shown(enableKeyRotation), but, remedy: "set it to true" };
  }
  if (isEnabled === false) {
    const but = "without its key nothing can be read";
    yield { path: "isEnabled", is: "false", but, remedy: "leave it out" };
  }
}
