import { createHash, randomBytes } from "node:crypto";
import { fetchWithFunctionUrls } from "../aws/function-url-fetch.ts";
import { type LocalAws, startLocalAws } from "../aws/ministack.ts";
import { recordedBefore } from "../recorded-before.ts";
import { type LocalTwilio, startLocalTwilio } from "../twilio/server.ts";
import { type AccessKey, makeAdministrator } from "./administrator.ts";

/** What a team knows of an account: its names, its numbers and its credentials. */
export interface AccountValues {
  accountSid: string;
  authToken: string;
  /** The number that people call, and the one that they write to. */
  voiceNumber: string;
  textNumber: string;
  awsAccountId: string;
  /** What the secrets of the stack's configuration are encrypted with. */
  passphrase: string;
}

/** Made up for a stack: the names are the same each time, the credentials are not. `at` tells several stacks apart. */
export function inventAccount(stack: string, at: number): AccountValues {
  const digest = createHash("sha256").update(stack).digest("hex");
  // Numbers that are kept for fiction, two for each of ten stacks at most.
  const number = (last: number) => `+1415555${String(110 + at * 2 + last).padStart(4, "0")}`;
  return {
    accountSid: `AC${digest.slice(0, 32)}`,
    authToken: randomBytes(16).toString("hex"),
    voiceNumber: number(0),
    textNumber: number(1),
    awsAccountId: String(at + 1)
      .repeat(12)
      .slice(0, 12),
    passphrase: randomBytes(16).toString("hex"),
  };
}

/** An account at Twilio and one at AWS, which nothing but one stack uses. */
export class LocalAccount {
  readonly values: AccountValues;
  readonly twilio: LocalTwilio;
  readonly aws: LocalAws;
  /** What the stack's commands sign with at AWS. */
  readonly accessKey: AccessKey;

  private constructor(values: AccountValues, twilio: LocalTwilio, aws: LocalAws, accessKey: AccessKey) {
    this.values = values;
    this.twilio = twilio;
    this.aws = aws;
    this.accessKey = accessKey;
  }

  /**
   * Serves both on free ports. Close them afterwards. A process serves the AWS account alone: one could serve several, but
   * would let anybody who names an account's number be its root.
   *
   * @param folder gets the AWS account's state
   */
  static async open(values: AccountValues, folder: string, report: (line: string) => void): Promise<LocalAccount> {
    const { accountSid, authToken, awsAccountId: accountId } = values;
    const aws = await startLocalAws({ stateFolder: folder, accountId, report });
    try {
      const accessKey = await makeAdministrator(aws);
      const twilio = await startLocalTwilio({ accountSid, authToken, fetch: fetchWithFunctionUrls(aws) });
      for (const number of [values.voiceNumber, values.textNumber]) {
        twilio.control.phoneNumbers.add({ phone_number: number });
      }
      recordedBefore(twilio.control);
      return new LocalAccount(values, twilio, aws, accessKey);
    } catch (error) {
      await aws.close();
      throw error;
    }
  }

  /** What commands on the stack need in their environment, and those on no other stack. */
  get environment(): Record<string, string> {
    return { AWS_CA_BUNDLE: this.aws.caFile, PULUMI_CONFIG_PASSPHRASE: this.values.passphrase };
  }

  async close(): Promise<void> {
    await Promise.all([this.twilio.close(), this.aws.close()]);
  }
}
