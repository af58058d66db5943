import { lambdaHandler } from "./lambda.ts";

/** Lambda handler for a function URL: takes Twilio's recording status callbacks and puts completed recordings into the queue. */
export const handler = lambdaHandler();
