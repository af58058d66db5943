import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { Archive, Asset, type PropertyMap } from "../../../providers/kit/values.ts";
import type { Bench } from "./provider-fixture.ts";

export const FUNCTION = "aws:lambda/function:Function";
export const URL_TYPE = "aws:lambda/functionUrl:FunctionUrl";

/** Makes the role that test functions run with, and gives its ARN. */
export async function makeRole({ clients }: Bench): Promise<string> {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  });
  const { Role } = await clients.iam.send(new CreateRoleCommand({ RoleName: "player", AssumeRolePolicyDocument }));
  return Role?.Arn ?? "";
}

/** An archive as the engine sends it: the hash tells of changes. */
export function codeThatSays(words: string): Archive {
  const body = `${JSON.stringify(words)} + (process.env.TONE ?? "")`;
  const text = `export const handler = async () => ({ statusCode: 200, body: ${body} });`;
  return new Archive({ hash: `hash of ${words}`, assets: { "index.mjs": new Asset({ hash: words, text }) } });
}

let made = 0;

/** The least that a function needs, under another name each time. */
export function functionInputs(role: string, more: PropertyMap = {}): PropertyMap {
  made += 1;
  const common = { runtime: "nodejs24.x", handler: "index.handler", code: codeThatSays("hello") };
  return { name: `player-${made}`, role, ...common, ...more };
}
