import { agentPermissions } from "../../../../../providers/twilio/conversations/permissions.ts";
import type { ResourceCase } from "../case.ts";

const host = "conversations.twilio.com";

export const addressConfiguration: ResourceCase = {
  type: "twilio:conversations:AddressConfiguration",
  adopted: false,
  declare: async (_, view) => ({
    inputs: {
      type: "sms",
      address: "+14155550123",
      friendlyName: "before",
      autoCreation: { type: "webhook", url: "https://example.com/before", filters: ["onMessageAdded"] },
    },
    changed: {
      type: "sms",
      address: "+14155550123",
      friendlyName: "after",
      autoCreation: { type: "webhook", url: "https://example.com/after", method: "GET", filters: ["onMessageUpdated"] },
    },
    replaced: { type: "sms", address: "+14155550124", autoCreation: { type: "default" } },
    count: () => view.count(host, "/v1/Configuration/Addresses", "address_configurations", { address: "+14155550123" }),
  }),
};

export const conversationsConfiguration: ResourceCase = {
  type: "twilio:conversations:Configuration",
  adopted: true,
  declare: async (_, view) => ({
    inputs: { defaultInactiveTimer: "PT1H", defaultClosedTimer: "PT24H" },
    changed: { defaultInactiveTimer: "PT2H", defaultClosedTimer: "PT48H" },
    count: async () => 1,
    snapshot: () => view.snapshot(host, "/v1/Configuration"),
  }),
};

export const serviceConfiguration: ResourceCase = {
  type: "twilio:conversations:ServiceConfiguration",
  adopted: true,
  declare: async (_, view) => {
    const [service] = await view.list(host, "/v1/Services", "services");
    const chatServiceSid = String(service?.sid);
    const roles = await view.list(host, `/v1/Services/${chatServiceSid}/Roles`, "roles");
    const [first, second] = roles.filter(({ type }) => type === "conversation").map(({ sid }) => String(sid));
    return {
      inputs: { chatServiceSid, reachabilityEnabled: true, defaultConversationRoleSid: first ?? "" },
      changed: { chatServiceSid, reachabilityEnabled: false, defaultConversationRoleSid: second ?? "" },
      count: async () => 1,
      snapshot: () => view.snapshot(host, `/v1/Services/${chatServiceSid}/Configuration`),
    };
  },
};

export const role: ResourceCase = {
  type: "twilio:conversations:Role",
  adopted: false,
  declare: async (_, view) => ({
    inputs: { friendlyName: "Matrix", type: "conversation", permissions: ["sendMessage"] },
    changed: { friendlyName: "Matrix", type: "conversation", permissions: ["sendMessage", "leaveConversation"] },
    replaced: { friendlyName: "Matrix", type: "service", permissions: ["joinConversation"] },
    count: () => view.count(host, "/v1/Roles", "roles", { friendly_name: "Matrix" }),
  }),
};

/** Flex's own role, which is there before. */
export const adoptedRole: ResourceCase = {
  type: "twilio:conversations:Role",
  adopted: true,
  declare: async (_, view) => {
    const agent = { friendlyName: "agent", type: "conversation" };
    const permissions = [...agentPermissions, "addParticipant"];
    return {
      inputs: { ...agent, permissions },
      changed: { ...agent, permissions: [...permissions, "removeParticipant"] },
      count: () => view.count(host, "/v1/Roles", "roles", { friendly_name: "agent", type: "conversation" }),
      async snapshot() {
        const roles = await view.list(host, "/v1/Roles", "roles");
        return roles.map((entry) => ({ ...entry, date_updated: undefined }));
      },
    };
  },
};
