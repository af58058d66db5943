import { z } from "zod";
import { ProviderError } from "../../../providers/kit/index.ts";
import { aws } from "./resource.ts";

/** `aws.getCallerIdentity`. */
export const getCallerIdentity = aws.function({
  type: "aws:index/getCallerIdentity:getCallerIdentity",
  description: "Says which account and user the credentials belong to.",
  inputs: z.strictObject({ id: z.string().optional() }),
  outputs: z.strictObject({ accountId: z.string(), arn: z.string(), id: z.string(), userId: z.string() }),
  async invoke(_inputs, { client, signal }) {
    const identity = await client.identity(signal);
    return { ...identity, id: identity.accountId };
  },
});

/** `aws.getRegion`. */
export const getRegion = aws.function({
  type: "aws:index/getRegion:getRegion",
  description: "Says which region the provider works in.",
  inputs: z.strictObject({
    region: z.string().optional(),
    name: z.string().optional(),
    id: z.string().optional(),
    endpoint: z.string().optional(),
  }),
  outputs: z.strictObject({
    region: z.string(),
    name: z.string(),
    id: z.string(),
    description: z.string(),
    endpoint: z.string(),
  }),
  async invoke({ region: asked, name, id, endpoint: askedEndpoint }, { client }) {
    const { region } = client;
    const endpoint = `ec2.${region}.amazonaws.com`;
    for (const other of [asked, name, id]) {
      if (other !== undefined && other !== region) {
        throw new ProviderError(`region: is ${other}, but the local AWS provider works in ${region} only.`);
      }
    }
    if (askedEndpoint !== undefined && askedEndpoint !== endpoint) {
      throw new ProviderError(`endpoint: is ${askedEndpoint}, but the local AWS provider knows ${endpoint} only.`);
    }
    return { region, name: region, id: region, description: region, endpoint };
  },
});
