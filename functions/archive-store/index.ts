import { lambdaHandler } from "./lambda.ts";

/** Lambda handler for the archive's queue: brings recordings from Twilio into the bucket. */
export const handler = lambdaHandler();
