import { lambdaHandler } from "./lambda.ts";

/**
 * Lambda handler for a schedule: deletes recordings at Twilio that are older than `DELETE_AT_TWILIO_AFTER_DAYS` days and
 * verified in the bucket. What is deleted can't be had from Twilio again; off where the number isn't set.
 */
export const handler = lambdaHandler();
