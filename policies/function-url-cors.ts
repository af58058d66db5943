import { awsTypes } from "./judging/aws-types.ts";
import { originsConfig, originViolations, wildcardViolations } from "./judging/origins.ts";
import { isObject } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { shown } from "./judging/violation.ts";

/** Which pages may call a function. Without CORS none may, which is right for what no page has to do with. */
export const functionUrlCors = resourcePolicy<{ origins?: readonly string[] }>({
  name: "function-url-cors",
  description: "Functions are called by the players' own pages only, each named exactly.",
  types: [awsTypes.functionUrl],
  config: originsConfig,
  *judge({ props: { cors } }, config) {
    if (cors === undefined || cors === null) return;
    if (!isObject(cors)) {
      yield { path: "cors", is: shown(cors), but: "CORS is an object", remedy: "give allowOrigins and allowMethods" };
      return;
    }
    const { allowOrigins = [], allowMethods, allowHeaders, exposeHeaders } = cors;
    yield* originViolations("cors.allowOrigins", allowOrigins, config);
    yield* wildcardViolations("cors.allowMethods", allowMethods);
    yield* wildcardViolations("cors.allowHeaders", allowHeaders);
    yield* wildcardViolations("cors.exposeHeaders", exposeHeaders);
  },
});
