import { serviceUrl } from "../lambda/environment.ts";

/** An SQS queue's URL in the environment, at AWS or at an emulator on the machine itself. */
export const queueUrl = { ...serviceUrl, wanted: "the queue's URL" };
