import * as pulumi from "@pulumi/pulumi";
import { bindAddresses } from "./messaging.ts";
import { bindNumbers } from "./numbers.ts";
import type { Routing } from "./routing.ts";
import type { Settings } from "./settings/settings.ts";
import { refuseOtherMechanism } from "./studio/checks/mechanism.ts";
import {
  longestMessagingValues,
  longestVoiceValues,
  type MessagingFlowValues,
  messagingFlow,
  type VoiceFlowValues,
  voiceFlow,
} from "./studio/flows.ts";
import { StudioFlow } from "./studio/studio-flow.ts";

type FlowSettings = Pick<Settings, "recording" | "voice" | "messaging">;

/** What flows need of the rest of the stack. */
export interface FlowNeeds {
  /** Where in TaskRouter they lead. */
  routing: Routing;
  /** The playback function's URL, without a slash at the end. */
  playbackUrl: pulumi.Input<string>;
  /** Where Twilio reports recordings; empty where nobody is to know. */
  recordingCallback: pulumi.Input<string>;
}

export interface Flows {
  voice?: StudioFlow<VoiceFlowValues>;
  messaging?: StudioFlow<MessagingFlowValues>;
}

/** Builds the flows that the settings ask for once, so that a mistake in one is told before anything is written. */
export function checkFlows(settings: FlowSettings): void {
  const mechanism = settings.recording?.mechanism;
  if (settings.voice !== undefined) refuseOtherMechanism(voiceFlow(settings, longestVoiceValues), mechanism);
  if (settings.messaging !== undefined) {
    refuseOtherMechanism(messagingFlow(settings, longestMessagingValues), mechanism);
  }
  // A team may have a flow of its own that records, so that this is no mistake by itself.
  if (mechanism === "studio" && settings.voice === undefined) void pulumi.log.warn(nobodyRecords);
}

const nobodyRecords =
  "flex-media:recording.mechanism: is studio, but there is no flex-media:voice, so that no flow of these settings " +
  "records; give it, or see to it that a flow of your own has Call Recording";

/** The Studio flows that the settings ask for, and the numbers and addresses that lead to them. */
export function createFlows(
  settings: FlowSettings,
  { routing, playbackUrl, recordingCallback }: FlowNeeds,
  options?: pulumi.ComponentResourceOptions,
): Flows {
  const flows: Flows = {};
  const mechanism = settings.recording?.mechanism;
  if (routing.voice !== undefined) {
    flows.voice = new StudioFlow(
      "voice",
      {
        friendlyName: "Flex media: calls",
        build: (values) => voiceFlow(settings, values),
        values: { workflow: routing.voice, playbackUrl, recordingCallback },
        longest: longestVoiceValues,
        mechanism,
      },
      options,
    );
  }
  if (routing.messaging !== undefined) {
    flows.messaging = new StudioFlow(
      "messaging",
      {
        friendlyName: "Flex media: conversations",
        build: (values) => messagingFlow(settings, values),
        values: { workflow: routing.messaging },
        longest: longestMessagingValues,
        mechanism,
      },
      options,
    );
  }
  bindNumbers(settings, flows.voice, options);
  if (settings.messaging && flows.messaging) bindAddresses(settings.messaging, flows.messaging, options);
  return flows;
}
