import type { LocalTwilio } from "../../../../../local/twilio/server.ts";
import type { ResourceCase } from "../case.ts";

const flow = `FW${"1".repeat(32)}`;

function defaultService(twilio: LocalTwilio): string {
  return twilio.control.conversations.get().configuration.default_chat_service_sid;
}

function roleSid(twilio: LocalTwilio, name: string, type: string): string | undefined {
  const { roles } = twilio.control.conversations.get();
  return roles.find((role) => role.friendly_name === name && role.type === type)?.sid;
}

export const conversationsConfiguration: ResourceCase = {
  type: "twilio:conversations:Configuration",
  adopted: true,
  declare: (twilio) => ({
    inputs: { defaultInactiveTimer: "PT30M", defaultMessagingServiceSid: `MG${"1".repeat(32)}` },
    changed: {
      defaultChatServiceSid: defaultService(twilio),
      defaultMessagingServiceSid: `MG${"2".repeat(32)}`,
      defaultInactiveTimer: "PT1H",
      defaultClosedTimer: "P1D",
    },
    count: () => 1,
    snapshot: () => twilio.control.conversations.get(),
  }),
};

export const serviceConfiguration: ResourceCase = {
  type: "twilio:conversations:ServiceConfiguration",
  adopted: true,
  declare(twilio) {
    const chatServiceSid = defaultService(twilio);
    const role = (name: string, type: string) => roleSid(twilio, name, type) ?? "";
    return {
      inputs: { chatServiceSid, reachabilityEnabled: true },
      changed: {
        chatServiceSid,
        defaultConversationCreatorRoleSid: role("agent", "conversation"),
        defaultConversationRoleSid: role("supervisor", "conversation"),
        defaultChatServiceRoleSid: role("admin", "service"),
        reachabilityEnabled: false,
      },
      count: () => 1,
      snapshot: () => twilio.control.conversations.get(),
    };
  },
};

export const role: ResourceCase = {
  type: "twilio:conversations:Role",
  adopted: false,
  declare: (twilio) => ({
    inputs: { friendlyName: "coach", type: "conversation", permissions: ["sendMessage"] },
    changed: { friendlyName: "coach", type: "conversation", permissions: ["leaveConversation", "sendMediaMessage"] },
    count: () =>
      twilio.control.conversations.get().roles.filter(({ friendly_name }) => friendly_name === "coach").length,
  }),
};

const standard = [
  "sendMessage",
  "sendMediaMessage",
  "leaveConversation",
  "editConversationAttributes",
  "editOwnMessage",
  "editOwnMessageAttributes",
  "deleteOwnMessage",
];

/** Flex's own role, which is there before and after. */
export const agentRole: ResourceCase = {
  type: "twilio:conversations:Role",
  adopted: true,
  declare: (twilio) => ({
    inputs: { friendlyName: "agent", type: "conversation", permissions: [...standard, "addParticipant"] },
    changed: { friendlyName: "agent", type: "conversation", permissions: [...standard, "removeParticipant"] },
    count: () =>
      twilio.control.conversations.get().roles.filter(({ friendly_name }) => friendly_name === "agent").length,
    snapshot: () =>
      twilio.control.conversations
        .get()
        .roles.map(({ sid, friendly_name, permissions }) => ({ sid, friendly_name, permissions })),
  }),
};

export const addressConfiguration: ResourceCase = {
  type: "twilio:conversations:AddressConfiguration",
  adopted: false,
  declare: (twilio) => ({
    inputs: {
      type: "sms",
      address: "+14155550100",
      friendlyName: "Help",
      autoCreation: { type: "studio", flowSid: flow, retryCount: 1, conversationServiceSid: defaultService(twilio) },
    },
    changed: {
      type: "sms",
      address: "+14155550100",
      autoCreation: {
        type: "webhook",
        enabled: false,
        url: "https://example.com/conversations",
        method: "GET",
        filters: ["onMessageAdded", "onDeliveryUpdated"],
      },
    },
    count: () => twilio.control.conversations.get().addresses.length,
  }),
};
