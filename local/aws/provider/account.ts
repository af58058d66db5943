import { GetUserCommand } from "@aws-sdk/client-iam";
import { ProviderError } from "../../../providers/kit/index.ts";
import { type AwsClients, type AwsConnection, createClients } from "./clients.ts";

export interface CallerIdentity {
  accountId: string;
  arn: string;
  userId: string;
}

export interface AccountSettings extends AwsConnection {
  /** Tags for everything that takes tags. */
  defaultTags: Readonly<Record<string, string>>;
  allowedAccountIds?: readonly string[] | undefined;
  forbiddenAccountIds?: readonly string[] | undefined;
}

/** An AWS account in one region, as the resources see it. */
export class Account implements AwsClients {
  readonly s3: AwsClients["s3"];
  readonly iam: AwsClients["iam"];
  readonly lambda: AwsClients["lambda"];
  readonly logs: AwsClients["logs"];
  readonly secrets: AwsClients["secrets"];
  readonly kms: AwsClients["kms"];
  readonly cloudwatch: AwsClients["cloudwatch"];
  readonly sns: AwsClients["sns"];
  readonly sqs: AwsClients["sqs"];
  readonly scheduler: AwsClients["scheduler"];
  readonly region: string;
  readonly defaultTags: Readonly<Record<string, string>>;
  readonly #settings: AccountSettings;
  #admitted: Promise<void> | undefined;

  constructor(settings: AccountSettings) {
    const clients = createClients(settings);
    this.s3 = clients.s3;
    this.iam = clients.iam;
    this.lambda = clients.lambda;
    this.logs = clients.logs;
    this.secrets = clients.secrets;
    this.kms = clients.kms;
    this.cloudwatch = clients.cloudwatch;
    this.sns = clients.sns;
    this.sqs = clients.sqs;
    this.scheduler = clients.scheduler;
    this.region = settings.region;
    this.defaultTags = settings.defaultTags;
    this.#settings = settings;
  }

  /** All tags of a resource that declares these. */
  tagsAll(tags: Readonly<Record<string, string>> = {}): Record<string, string> {
    return { ...this.defaultTags, ...tags };
  }

  /** Who is asking. IAM tells it for users and the account's root. */
  async identity(signal: AbortSignal): Promise<CallerIdentity> {
    const { User } = await this.iam.send(new GetUserCommand({}), { abortSignal: signal });
    const arn = User?.Arn ?? "";
    const accountId = arn.split(":")[4] ?? "";
    return { accountId, arn, userId: User?.UserId ?? "" };
  }

  /** Refuses an account that the configuration does not allow. Asks once, and only if there is something to refuse. */
  async admit(signal: AbortSignal): Promise<void> {
    const { allowedAccountIds, forbiddenAccountIds } = this.#settings;
    if (allowedAccountIds === undefined && forbiddenAccountIds === undefined) return;
    this.#admitted ??= this.identity(signal).then(({ accountId }) => {
      if (allowedAccountIds?.includes(accountId) === false || forbiddenAccountIds?.includes(accountId) === true) {
        throw new ProviderError(
          `allowedAccountIds: the credentials belong to account ${accountId}, which is not allowed; use those of another.`,
        );
      }
    });
    try {
      await this.#admitted;
    } catch (error) {
      this.#admitted = undefined;
      throw error;
    }
  }
}
