import type { z } from "zod";
import { type Context, provider, type ResourceDeclaration } from "../../../providers/kit/index.ts";
import type { Account } from "./account.ts";
import { dashboard } from "./cloudwatch/dashboard.ts";
import { logGroup } from "./cloudwatch/log-group.ts";
import { metricAlarm } from "./cloudwatch/metric-alarm.ts";
import { config, configure } from "./config.ts";
import { getCallerIdentity, getRegion } from "./functions.ts";
import { role } from "./iam/role.ts";
import { rolePolicy } from "./iam/role-policy.ts";
import { kmsAlias } from "./kms/alias.ts";
import { kmsKey } from "./kms/key.ts";
import { functionEventInvokeConfig } from "./lambda/event-invoke-config.ts";
import { eventSourceMapping } from "./lambda/event-source-mapping.ts";
import { lambdaFunction } from "./lambda/function.ts";
import { functionUrl } from "./lambda/function-url.ts";
import { permission } from "./lambda/permission.ts";
import { bucket } from "./s3/bucket.ts";
import { bucketCorsConfiguration } from "./s3/cors.ts";
import { bucketServerSideEncryptionConfiguration } from "./s3/encryption.ts";
import { bucketLifecycleConfiguration } from "./s3/lifecycle.ts";
import { bucketLogging } from "./s3/logging.ts";
import { bucketNotification } from "./s3/notification.ts";
import { bucketObjectLockConfiguration } from "./s3/object-lock.ts";
import { bucketOwnershipControls } from "./s3/ownership-controls.ts";
import { bucketPolicy } from "./s3/policy.ts";
import { bucketPublicAccessBlock } from "./s3/public-access-block.ts";
import { bucketVersioning } from "./s3/versioning.ts";
import { schedule } from "./scheduler/schedule.ts";
import { secretResource } from "./secretsmanager/secret.ts";
import { secretVersion } from "./secretsmanager/secret-version.ts";
import { topic } from "./sns/topic.ts";
import { topicSubscription } from "./sns/topic-subscription.ts";
import { queue } from "./sqs/queue.ts";
import { queuePolicy } from "./sqs/queue-policy.ts";
import { version } from "./version.ts";

/** Refuses to touch an account that the configuration does not allow. */
function admitted<I extends z.ZodObject, O extends z.ZodObject>(
  resource: ResourceDeclaration<Account, I, O>,
): ResourceDeclaration<Account, I, O> {
  const { create, read, update, delete: remove } = resource;
  const admit = ({ client, signal }: Context<Account>) => client.admit(signal);
  return {
    ...resource,
    async create(inputs, context) {
      await admit(context);
      return create(inputs, context);
    },
    async read(id, prior, context) {
      await admit(context);
      return read(id, prior, context);
    },
    ...(update && {
      async update(id, inputs, prior, context) {
        await admit(context);
        return update(id, inputs, prior, context);
      },
    }),
    async delete(id, prior, context) {
      await admit(context);
      await remove(id, prior, context);
    },
  };
}

/**
 * Stands in for the official AWS provider where that can't be had: the resources that this project uses, with the
 * same tokens and properties, on an AWS emulator of this machine and nowhere else.
 */
export const awsProvider = provider({
  name: "aws",
  version,
  description: "A part of the AWS provider, for an AWS emulator on this machine.",
  config,
  environment: {
    region: ["AWS_REGION", "AWS_DEFAULT_REGION"],
    accessKey: ["AWS_ACCESS_KEY_ID"],
    secretKey: ["AWS_SECRET_ACCESS_KEY"],
    customCaBundle: ["AWS_CA_BUNDLE"],
  },
  replaceOn: ["region"],
  configure,
  resources: [
    admitted(bucket),
    admitted(bucketPublicAccessBlock),
    admitted(bucketOwnershipControls),
    admitted(bucketVersioning),
    admitted(bucketServerSideEncryptionConfiguration),
    admitted(bucketCorsConfiguration),
    admitted(bucketPolicy),
    admitted(bucketLifecycleConfiguration),
    admitted(bucketLogging),
    admitted(bucketObjectLockConfiguration),
    admitted(bucketNotification),
    admitted(role),
    admitted(rolePolicy),
    admitted(logGroup),
    admitted(lambdaFunction),
    admitted(functionUrl),
    admitted(permission),
    admitted(secretResource),
    admitted(secretVersion),
    admitted(kmsKey),
    admitted(kmsAlias),
    admitted(metricAlarm),
    admitted(topic),
    admitted(topicSubscription),
    admitted(dashboard),
    admitted(queue),
    admitted(queuePolicy),
    admitted(eventSourceMapping),
    admitted(functionEventInvokeConfig),
    admitted(schedule),
  ],
  functions: [getCallerIdentity, getRegion],
});
