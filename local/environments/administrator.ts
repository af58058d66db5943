import { readFile } from "node:fs/promises";
import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import type { LocalAws } from "../aws/ministack.ts";
import { allServicesAt, createClients, destroyClients } from "../aws/provider/clients.ts";

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
}

const everything = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

/**
 * Makes a user in a local AWS account who may do everything in it. Unlike the root's key, which every emulator takes from
 * anybody, this user's key is known in this account alone, and what it signs is verified.
 */
export async function makeAdministrator(aws: LocalAws): Promise<AccessKey> {
  const ca = await readFile(aws.caFile, "utf8");
  const { region, credentials } = aws;
  const clients = createClients({ region, credentials, ca, endpoints: allServicesAt(aws.url) });
  try {
    const UserName = "deployment";
    await clients.iam.send(new CreateUserCommand({ UserName }));
    const PolicyDocument = JSON.stringify(everything);
    await clients.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "everything", PolicyDocument }));
    const { AccessKey: key } = await clients.iam.send(new CreateAccessKeyCommand({ UserName }));
    return { accessKeyId: key?.AccessKeyId ?? "", secretAccessKey: key?.SecretAccessKey ?? "" };
  } finally {
    destroyClients(clients);
  }
}
