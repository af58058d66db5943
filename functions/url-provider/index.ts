import { accessRule } from "./access.ts";
import { lambdaHandler } from "./lambda.ts";

/** Lambda handler for a function URL: GET ?recording=RE… with the Flex Insights player's token, answers a media URL. */
export const handler = lambdaHandler(accessRule);
