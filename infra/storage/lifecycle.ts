import type * as aws from "@pulumi/aws";

type Rule = aws.types.input.s3.BucketLifecycleConfigurationRule;

/** Days after which recordings go into a cheaper storage class. */
export interface Tier {
  afterDays: number;
  storageClass: string;
}

/** How long recordings are kept, in days. What is over is deleted, and nobody can bring it back. */
export interface Retention {
  days: number;
  /** How much longer a deleted or replaced recording can be brought back. */
  noncurrentDays: number;
}

export interface LifecycleArgs {
  /** What every recording's key begins with. */
  prefix: string;
  tiering: readonly Tier[];
  /** Absent: for ever, as with `forever`. */
  retention?: Retention | "forever" | undefined;
  /** Days after which parts of uploads that nobody finished are deleted. */
  abandonedUploadDays: number;
}

/** How long the archive's note that a recording is on its way stays, in days: longer than anybody tries. */
const expectedDays = 7;

/** The bucket's lifecycle, a rule for each thing that comes with time. */
export function lifecycleRules({ prefix, tiering, retention, abandonedUploadDays }: LifecycleArgs): Rule[] {
  return [
    {
      id: "abandoned-uploads",
      status: "Enabled",
      filter: { prefix: "" },
      abortIncompleteMultipartUpload: { daysAfterInitiation: abandonedUploadDays },
    },
    {
      id: "expected-recordings",
      status: "Enabled",
      filter: { prefix: `${prefix}expected/` },
      expiration: { days: expectedDays },
      noncurrentVersionExpiration: { noncurrentDays: 1 },
    },
    ...(tiering.length === 0 ? [] : [tieringRule(prefix, tiering)]),
    ...(retention === undefined || retention === "forever" ? [] : [retentionRule(prefix, retention)]),
  ];
}

function tieringRule(prefix: string, tiering: readonly Tier[]): Rule {
  const transitions = tiering.map(({ afterDays, storageClass }) => ({ days: afterDays, storageClass }));
  return { id: "tiering", status: "Enabled", filter: { prefix }, transitions };
}

function retentionRule(prefix: string, { days, noncurrentDays }: Retention): Rule {
  return {
    id: "retention",
    status: "Enabled",
    filter: { prefix },
    expiration: { days },
    noncurrentVersionExpiration: { noncurrentDays },
  };
}
