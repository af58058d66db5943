import * as pulumi from "@pulumi/pulumi";
import { Archive, type ArchiveArgs } from "../../../infra/archive.ts";
import { archive as settings } from "../../../infra/settings/archive.ts";
import { type Recorded, recorded } from "./recorded.ts";

export const keyArn = "arn:aws:kms:eu-west-1:000000000000:key/0";
export const accountSid = "AC0123456789abcdef0123456789abcdef";

export const args: Omit<ArchiveArgs, "credentials" | "authToken"> = {
  ...settings.unwrap().parse({}),
  bucketName: "the-bucket",
  bucketArn: "arn:aws:s3:::the-bucket",
  keyArn,
  prefix: "recordings/",
  keyLayout: "flex-media",
  accountSid,
  s3UsePathStyle: false,
};

/** An archive without an engine, and everything that it is made of. */
export function archive(other: Partial<ArchiveArgs> = {}) {
  return recorded((options) => {
    const credentials = { username: "SK1", password: pulumi.secret("the-password") };
    const authToken = pulumi.secret("the-token");
    return new Archive("archive", { ...args, credentials, authToken, ...other }, options);
  });
}

/** The one resource of a type, or of a type and a name. */
export function only(resources: readonly Recorded[], type: string, name?: string): Recorded {
  const found = resources.filter((one) => one.type.endsWith(`:${type}`) && (name === undefined || one.name === name));
  const [first, ...more] = found;
  if (first === undefined || more.length > 0) throw new Error(`${type} ${name}: there should be one`);
  return first;
}
