import { toneConversation } from "../../../../../local/player/tones.ts";
import { encodeWav } from "../../../../../local/player/wav.ts";
import type { ResourceCase } from "../case.ts";

const host = "voice.twilio.com";
const callback = (path: string) => ({ url: `https://example.com/${path}`, method: "POST", events: ["completed"] });

export const recordingConfiguration: ResourceCase = {
  type: "twilio:voice:RecordingConfiguration",
  adopted: false,
  importId: ({ inputs }) => String(inputs.uniqueName),
  declare: async (_, view) => ({
    inputs: {
      uniqueName: "calls",
      description: "before",
      compositionPolicy: { channels: "dual", trim: "do-not-trim", track: "both" },
      callRecordingStatusCallback: callback("calls"),
    },
    changed: {
      uniqueName: "calls",
      description: "after",
      compositionPolicy: { channels: "mono", trim: "trim-silence", track: "inbound" },
      callRecordingStatusCallback: callback("other-calls"),
      conferenceRecordingStatusCallback: callback("conferences"),
    },
    replaced: { uniqueName: "other-calls" },
    count: async () => ((await view.get(host, "/v2/Configurations/Recording/calls")) === undefined ? 0 : 1),
  }),
};

export const defaultRecordingConfiguration: ResourceCase = {
  type: "twilio:voice:DefaultRecordingConfiguration",
  adopted: false,
  declare: async (_, view) => ({
    inputs: { description: "before", compositionPolicy: { channels: "dual" } },
    changed: { description: "after", compositionPolicy: { channels: "mono" } },
    count: async () => ((await view.get(host, "/v2/AccountDefaultConfiguration/Recording")) === undefined ? 0 : 1),
  }),
};

export const mediaAuthentication: ResourceCase = {
  type: "twilio:voice:MediaAuthentication",
  adopted: true,
  unchangeable: true,
  declare: async (twilio) => {
    twilio.control.voiceSettings.set({ httpAuthOnMedia: true });
    twilio.control.recordings.add(Buffer.from(encodeWav(toneConversation(1))));
    return { inputs: {}, changed: {}, count: async () => 1 };
  },
};
