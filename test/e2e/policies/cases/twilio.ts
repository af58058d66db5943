import type { Case } from "../case.ts";

const flex = { type: "twilio:flex:Configuration", name: "flex" };
const voice = { type: "twilio:studio:Flow", name: "voice" };
const messaging = { type: "twilio:studio:Flow", name: "messaging" };
const webChat = { type: "twilio:conversations:AddressConfiguration", name: "chat web" };

const number = { type: "twilio:phone:IncomingNumber", name: "+14155550100" };

interface Definition {
  states: { name: string; type: string; properties: Record<string, unknown> }[];
}

/** A flow's definition with other properties of one widget. */
function widget(name: string, change: (properties: Record<string, unknown>) => Record<string, unknown>) {
  return (value: unknown): Definition => {
    const definition = value as Definition;
    const states = definition.states.map((state) =>
      state.name === name ? { ...state, properties: { ...state.properties, ...change(state.properties) } } : state,
    );
    return { ...definition, states };
  };
}

interface Channel {
  cbmAttachments: { acceptedExtensions: string[] };
}

/** A case at least for each policy about Twilio. */
export const twilioCases: readonly Case[] = [
  {
    policy: "attachment-limits",
    wrong: "web chats take programs",
    of: flex,
    change: {
      channelConfigs: (value) =>
        (value as Channel[]).map((channel) => ({
          ...channel,
          cbmAttachments: { ...channel.cbmAttachments, acceptedExtensions: ["jpg", "exe"] },
        })),
    },
    says: '.cbmAttachments.acceptedExtensions[1]: is "exe"',
  },
  {
    policy: "attachments-declared",
    wrong: "nothing is said of another account's attachments",
    besides: { type: flex.type, name: "silent", props: { callRecordingEnabled: false } },
    says: "silent.channelConfigs: is not set",
  },
  {
    policy: "one-recording-mechanism",
    wrong: "Flex records beside the flow",
    of: flex,
    change: { callRecordingEnabled: () => undefined },
    says: "flex.callRecordingEnabled: is not set",
  },
  {
    policy: "recording-dual-channel",
    wrong: "the flow records in one channel",
    of: voice,
    part: "channels",
    change: { definition: widget("CallRecording", () => ({ recording_channels: "mono" })) },
    says: 'properties.recording_channels: is "mono"',
  },
  {
    policy: "flow-media-valid",
    wrong: "the flow hands no recording on",
    of: voice,
    part: "attributes",
    change: { definition: widget("SendToFlex", () => ({ attributes: '{"conversations":{"media":[]}}' })) },
    says: "is without a VoiceRecording",
  },
  {
    policy: "flow-media-valid",
    wrong: "a link is Raw and comes first",
    of: messaging,
    change: {
      definition: widget("SendToFlex", () => ({
        attributes:
          '{"conversations":{"media":[{"type":"Raw","url":"https://example.com/a"},{"type":"ChatTranscript","sid":"{{trigger.conversation.ConversationSid}}"}]}}',
      })),
    },
    says: "(rule raw-first of conversations.media)",
  },
  {
    policy: "flow-without-credentials",
    wrong: "a widget names the account",
    of: voice,
    part: "greeting",
    change: {
      definition: widget("Greeting", () => ({ say: "AC0123456789abcdef0123456789abcdef" })),
    },
    says: "properties.say: is text with an account SID",
  },
  {
    policy: "recording-callback-to-archive",
    wrong: "recordings are reported elsewhere",
    of: voice,
    part: "callback",
    change: {
      definition: widget("CallRecording", () => ({ recording_status_callback: "https://elsewhere.example.com/hook" })),
    },
    says: "properties.recording_status_callback: is https://elsewhere.example.com",
  },
  {
    policy: "address-to-published-flow",
    wrong: "web chats lead to a flow of somebody else",
    of: webChat,
    change: { autoCreation: (value) => ({ ...Object(value), flowSid: `FW${"0".repeat(32)}` }) },
    says: `autoCreation.flowSid: is "FW${"0".repeat(32)}"`,
  },
  {
    policy: "address-to-published-flow",
    wrong: "a TwiML application takes the number's calls",
    of: number,
    change: { voiceApplicationSid: () => `AP${"0".repeat(32)}` },
    says: `voiceApplicationSid: is "AP${"0".repeat(32)}"`,
  },
  {
    policy: "agent-role-permissions",
    wrong: "agents may write and no more",
    besides: {
      type: "twilio:conversations:Role",
      name: "agents",
      props: { friendlyName: "Agent", type: "conversation", permissions: ["sendMessage"] },
    },
    says: "agents.permissions: is without deleteOwnMessage",
  },
  {
    policy: "recording-on",
    wrong: "the voice flow is a draft",
    of: voice,
    change: { status: () => "draft" },
    says: 'voice.status: is "draft"',
    alsoTold: [{ policy: "address-to-published-flow", says: 'voiceUrl: is flow voice, whose status is "draft"' }],
  },
  {
    policy: "recording-on",
    wrong: "a second flow takes calls and records none",
    besides: {
      type: voice.type,
      name: "second",
      props: {
        friendlyName: "Second",
        status: "published",
        definition: {
          description: "Calls",
          initial_state: "Trigger",
          flags: { allow_concurrent_calls: true },
          states: [
            {
              name: "Trigger",
              type: "trigger",
              properties: {},
              transitions: [{ event: "incomingCall", next: "SendToFlex" }],
            },
            {
              name: "SendToFlex",
              type: "send-to-flex",
              properties: { workflow: `WW${"0".repeat(32)}`, channel: "voice" },
              transitions: [{ event: "callComplete" }, { event: "failedToEnqueue" }, { event: "callFailure" }],
            },
          ],
        },
      },
    },
    says: "second.definition.states[1]: is send-to-flex for calls that nothing records",
  },
  {
    policy: "media-authentication-proven",
    wrong: "nobody tries whether recordings are open",
    config: (text) => text.replace("turnOffNative: true", "turnOffNative: true\n    proveMediaAuthentication: false"),
    says: "recording.proveMediaAuthentication: is switched off",
  },
  {
    policy: "us1-only-features",
    wrong: "everything is in Ireland",
    config: (text) => text.replace("config:\n", "config:\n  twilio:region: ie1\n"),
    says: 'is in region "ie1"',
  },
];
