import type { PropertyMap } from "../../../../../providers/kit/values.ts";
import type { ResourceCase } from "../case.ts";

const definition = (text: string): PropertyMap => ({
  description: "A greeting",
  flags: { allow_concurrent_calls: true },
  initial_state: "Trigger",
  states: [
    {
      name: "Trigger",
      type: "trigger",
      transitions: [{ event: "incomingCall", next: "greeting" }],
      properties: { offset: { x: 0, y: 0 } },
    },
    {
      name: "greeting",
      type: "say-play",
      transitions: [{ event: "audioComplete" }],
      properties: { say: text, loop: 1, offset: { x: 100, y: 200 } },
    },
  ],
});

export const flow: ResourceCase = {
  type: "twilio:studio:Flow",
  adopted: false,
  declare: async (_, view) => ({
    inputs: { friendlyName: "Matrix", status: "draft", definition: definition("Hello") },
    changed: {
      friendlyName: "Matrix",
      status: "published",
      definition: definition("Good day"),
      commitMessage: "politer",
    },
    count: () => view.count("studio.twilio.com", "/v2/Flows", "flows", { friendly_name: "Matrix" }),
  }),
};
