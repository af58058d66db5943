import { callRoutes } from "../calls/calls.ts";
import type { Product } from "../http/router.ts";
import { incomingPhoneNumberRoutes } from "../phone/incoming-phone-numbers.ts";
import { recordingMediaRoutes } from "./recording-media.ts";
import { recordingRoutes } from "./recordings.ts";

/** Twilio's oldest API, of 2010-04-01. */
export const coreApi: Product = {
  host: "api.twilio.com",
  routes: [...recordingRoutes, ...recordingMediaRoutes, ...incomingPhoneNumberRoutes, ...callRoutes],
};
