import { mediaAccess } from "../../providers/twilio/voice/media-access.ts";
import type { Subject } from "./subject.ts";
import { failed, passed, skipped, type Trial, warned } from "./trial.ts";

/** That Twilio gives the audio of recordings to nobody without credentials, which no API tells. */
export function* mediaTrials({ twilio }: Subject): Generator<Trial> {
  yield {
    name: "media authentication",
    async run(signal) {
      const access = await mediaAccess(undefined, { client: twilio, signal });
      if (access.proven) return passed("a recording's audio is refused with 401 without credentials");
      if (access.found === "open") return failed(access.reason);
      return access.found === "no recording" ? skipped(access.reason) : warned(access.reason);
    },
  };
}
