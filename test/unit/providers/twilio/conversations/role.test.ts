import fc from "fast-check";
import { expect, test } from "vitest";
import { flexRoles, conversationPermissions as served } from "../../../../../local/twilio/conversations/permissions.ts";
import {
  agentPermissions,
  conversationPermissions,
  serviceOnlyPermissions,
} from "../../../../../providers/twilio/conversations/permissions.ts";
import { role } from "../../../../../providers/twilio/conversations/role.ts";

const all = [...conversationPermissions, ...serviceOnlyPermissions];

test("agent is refused exactly when one of the seven is missing", () => {
  fc.assert(
    fc.property(fc.subarray([...conversationPermissions], { minLength: 1 }), (permissions) => {
      const { success } = role.inputs.safeParse({ friendlyName: "agent", type: "conversation", permissions });
      expect(success).toBe(agentPermissions.every((needed) => permissions.includes(needed)));
    }),
  );
});

test("any other role may hold what its type can", () => {
  const type = fc.constantFrom("conversation", "service");
  const name = fc.string({ minLength: 1, maxLength: 64 }).filter((text) => text !== "agent");
  fc.assert(
    fc.property(name, type, fc.subarray(all, { minLength: 1 }), (friendlyName, type, permissions) => {
      const misplaced = serviceOnlyPermissions.some((only) => permissions.includes(only));
      const { success } = role.inputs.safeParse({ friendlyName, type, permissions });
      expect(success).toBe(type === "service" || !misplaced);
    }),
  );
});

test("all that is missing is named at once", () => {
  const { error } = role.inputs.safeParse({
    friendlyName: "agent",
    type: "conversation",
    permissions: ["sendMessage"],
  });
  expect(error?.issues.map(({ message }) => message)).toEqual([
    "lacks deleteOwnMessage, editConversationAttributes, editOwnMessage, editOwnMessageAttributes, leaveConversation, sendMediaMessage, which Flex needs of its role agent; add what is lacking, or give another role",
  ]);
});

test("the provider and the local Twilio know the same permissions", () => {
  expect([...conversationPermissions].toSorted()).toEqual([...served].toSorted());
  const agent = flexRoles.find(({ name }) => name === "agent");
  expect([...agentPermissions].toSorted()).toEqual(agent?.permissions.toSorted());
});
