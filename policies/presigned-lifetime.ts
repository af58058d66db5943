import { awsTypes } from "./judging/aws-types.ts";
import { property } from "./judging/read.ts";
import { resourcePolicy } from "./judging/resource-policy.ts";
import { shown } from "./judging/violation.ts";

/** Shorter, and a recording that is begun could not be listened to. */
const leastSeconds = 60;

/** A media URL opens its recording for whoever has it, so it is good for minutes. */
export const presignedLifetime = resourcePolicy<{ mostSeconds: number }>({
  name: "presigned-lifetime",
  description: "Media URLs are good for minutes.",
  types: [awsTypes.function],
  config: {
    properties: { mostSeconds: { type: "integer", minimum: leastSeconds, maximum: 3600, default: 900 } },
  },
  *judge({ props: { environment } }, { mostSeconds = 900 }) {
    const variables = property(environment, "variables");
    const seconds = property(variables, "MEDIA_URL_SECONDS");
    // The function that hands out media URLs is the one that knows whom to give them to.
    if (seconds === undefined && property(variables, "ALLOWED_ROLES") === undefined) return;
    const number = typeof seconds === "string" && /^\d+$/.test(seconds) ? Number(seconds) : Number.NaN;
    if (number >= leastSeconds && number <= mostSeconds) return;
    yield {
      path: "environment.variables.MEDIA_URL_SECONDS",
      is: shown(seconds),
      but: `a media URL is good for ${leastSeconds} to ${mostSeconds} seconds`,
      remedy: "set flex-media:playback.mediaUrlSeconds to as long as a player needs to begin",
    };
  },
});
