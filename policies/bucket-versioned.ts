import { awsTypes, named } from "./judging/aws-types.ts";
import { property } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { shown } from "./judging/violation.ts";

/** What is deleted or written over by mistake can be brought back. */
export const bucketVersioned = resourcePolicy({
  name: "bucket-versioned",
  description: "Buckets keep former versions of what is in them.",
  types: named(awsTypes.versioning),
  *judge({ props: { versioningConfiguration } }) {
    const status = property(versioningConfiguration, "status");
    if (status === "Enabled") return;
    const but = "what is deleted by mistake could not be brought back";
    yield { path: "versioningConfiguration.status", is: shown(status), but, remedy: "set it to Enabled" };
  },
});
