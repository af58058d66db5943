import fc from "fast-check";
import { expect, test } from "vitest";
import { agentRolePermissions, standardAgentPermissions } from "../../../policies/agent-role-permissions.ts";
import { agentPermissions } from "../../../providers/twilio/conversations/permissions.ts";
import { ask, unknown, violations } from "./asked.ts";

const role = (props: Record<string, unknown>) => ({
  type: "twilio:conversations:Role",
  name: "agents",
  props: { friendlyName: "agent", type: "conversation", ...props },
});

test("the provider and this policy mean the same seven", () => {
  expect(standardAgentPermissions).toEqual(agentPermissions);
});

test("the seven and more pass; other roles, and none, are nobody's business", async () => {
  const permissions = [...standardAgentPermissions, "addParticipant"];
  const others = [role({ friendlyName: "guest", permissions: [] }), role({ type: "service", permissions: [] })];
  expect(await violations(agentRolePermissions, [role({ permissions }), ...others])).toEqual([]);
  expect(await violations(agentRolePermissions, [])).toEqual([]);
});

test("whatever is lacking is named", async () => {
  const names = fc.constantFrom("agent", "Agent", " agent ", "AGENT");
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...standardAgentPermissions], { maxLength: 6 }),
      names,
      async (permissions, name) => {
        const lacking = standardAgentPermissions.filter((needed) => !permissions.includes(needed));
        expect(await violations(agentRolePermissions, [role({ friendlyName: name, permissions })])).toEqual([
          `agents.permissions: is without ${lacking.join(", ")}, but agents then lose messages, or can't leave a conversation; add what is lacking, or give a role of another name`,
        ]);
      },
    ),
  );
});

test.each([undefined, null, "sendMessage", {}])("permissions %j are none", async (permissions) => {
  expect(await violations(agentRolePermissions, [role({ permissions })])).toEqual([
    expect.stringMatching(/^agents\.permissions: is .*, but the role agent has its seven standard permissions; list /),
  ]);
});

test("permissions that are not known yet are asked about at the update", async () => {
  expect(await ask(agentRolePermissions, [role({ permissions: unknown })])).toEqual({ violations: [], unknown: true });
});
