import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import type { LocalAws } from "../../../local/aws/ministack.ts";

/** What a request with a form answers, as XML. */
export type Query = (service: string, parameters: Record<string, string>) => Promise<string>;

/** Sends what AWS's query protocol takes, as the account's root. */
export function queryOf(aws: LocalAws): Query {
  return async (service, parameters) => {
    const body = new URLSearchParams(parameters).toString();
    const scope = `${aws.credentials.accessKeyId}/20260101/${aws.region}/${service}/aws4_request`;
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      // The emulator does not look at its root's signature.
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
    };
    const ca = await readFile(aws.caFile);
    const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
      const sent = request(aws.url, { method: "POST", headers, ca, agent: false }, (response) => {
        text(response).then((read) => resolve({ status: response.statusCode ?? 0, body: read }), reject);
      });
      sent.once("error", reject);
      sent.end(body);
    });
    if (answer.status === 200) return answer.body;
    throw new Error(`${service} ${parameters.Action}: ${answer.status} ${answer.body}`);
  };
}

/** `aws cloudformation deploy`, on the local AWS. Gives the stack's outputs. */
export async function deploy(
  query: Query,
  name: string,
  template: string,
  parameters: Record<string, string>,
): Promise<Record<string, string>> {
  const given = Object.entries(parameters).flatMap(([key, value], at) => [
    [`Parameters.member.${at + 1}.ParameterKey`, key],
    [`Parameters.member.${at + 1}.ParameterValue`, value],
  ]);
  await query("cloudformation", {
    Action: "CreateStack",
    Version: "2010-05-15",
    StackName: name,
    TemplateBody: template,
    "Capabilities.member.1": "CAPABILITY_NAMED_IAM",
    ...Object.fromEntries(given),
  });
  for (;;) {
    const described = await query("cloudformation", {
      Action: "DescribeStacks",
      Version: "2010-05-15",
      StackName: name,
    });
    const status = tag(described, "StackStatus");
    if (status === "CREATE_COMPLETE") return outputsOf(described);
    if (status !== "CREATE_IN_PROGRESS") throw new Error(`${name}: ${status} ${described}`);
  }
}

function outputsOf(described: string): Record<string, string> {
  const outputs = described.matchAll(/<OutputKey>(.*?)<\/OutputKey>\s*<OutputValue>(.*?)<\/OutputValue>/gs);
  return Object.fromEntries([...outputs].map(([, key = "", value = ""]) => [key, unescaped(value)]));
}

/** The text of an answer's first tag of this name. */
export function tag(xml: string, name: string): string {
  const [, inner = ""] = new RegExp(`<${name}>(.*?)</${name}>`, "s").exec(xml) ?? [];
  return unescaped(inner);
}

function unescaped(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
