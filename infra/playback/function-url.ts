import * as aws from "@pulumi/aws";
import { transformed } from "../transform.ts";
import type { FrontEnd } from "./args.ts";

/**
 * The function's own URL. Anyone may call it; who gets an answer is the function's own decision. The AWS
 * provider itself adds the two permissions that a public URL needs.
 */
export const openFunctionUrl: FrontEnd = (name, fn, { origins, transform }, parent) =>
  new aws.lambda.FunctionUrl(
    ...transformed<aws.lambda.FunctionUrlArgs>(
      transform?.functionUrl,
      name,
      {
        functionName: fn.name,
        authorizationType: "NONE",
        // OPTIONS is not listed: the URL answers preflights itself.
        cors: {
          allowOrigins: origins,
          allowMethods: ["GET"],
          allowHeaders: ["authorization"],
          exposeHeaders: ["retry-after"],
          maxAge: 3600,
        },
      },
      { parent },
    ),
  ).functionUrl;
