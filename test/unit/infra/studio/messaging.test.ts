import { describe, expect, test } from "vitest";
import { flowFindings, messaging, sendMessage } from "../../../../infra/studio/index.ts";
import { taskOf } from "./rendering.ts";

const base = { workflow: `WW${"3".repeat(32)}`, channel: "chat" };
const ConversationSid = `CH${"4".repeat(32)}`;
const conversation = { trigger: { conversation: { ConversationSid } } };

describe("The messaging flow", () => {
  test("sends a conversation to Flex with its transcript", () => {
    const flow = messaging(base);
    expect(taskOf(flow, "SendToFlex", conversation)).toEqual({
      conversations: { media: [{ type: "ChatTranscript", sid: ConversationSid }] },
    });
    expect(flowFindings(flow)).toEqual([]);
  });

  test("shows links beside the transcript, with Liquid in them", () => {
    const flow = messaging({
      ...base,
      attributes: { team: "north" },
      links: [
        { show: "embedded", title: 'The "case"', url: "https://crm.example/{{trigger.conversation.ConversationSid}}" },
        { show: "referenced", title: "Handbook", url: "https://handbook.example/" },
      ],
    });
    expect(taskOf(flow, "SendToFlex", conversation)).toEqual({
      team: "north",
      conversations: {
        media: [
          { type: "ChatTranscript", sid: ConversationSid },
          { type: "Embedded", title: 'The "case"', url: `https://crm.example/${ConversationSid}` },
          { type: "Referenced", title: "Handbook", url: "https://handbook.example/" },
        ],
      },
    });
    // Whether a page asks for a log-in can't be seen from here.
    expect(flowFindings(flow).map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
      "warning unauthenticated",
      "warning unauthenticated",
    ]);
  });

  test("takes the team's own widgets before and after", () => {
    const flow = messaging({
      ...base,
      before: { entry: "Hello", widgets: { Hello: sendMessage({ body: "Hello", next: { sent: "SendToFlex" } }) } },
      after: { on: { failedToEnqueue: "Sorry" }, widgets: { Sorry: sendMessage({ body: "Sorry" }) } },
    });
    expect(flow.states.map(({ name }) => name)).toEqual(["Trigger", "Hello", "SendToFlex", "Sorry"]);
    expect(flowFindings(flow)).toEqual([]);
  });

  test("refuses a link that reads what isn't there, and one without https", () => {
    const link = { show: "embedded", title: "Case" } as const;
    expect(() =>
      messaging({ ...base, links: [{ ...link, url: "https://crm.example/{{trigger.call.From}}" }] }),
    ).toThrow(
      "widgets.SendToFlex.attributes: reads trigger.call, which is never set before it comes here; read what the trigger leads here with",
    );
    expect(() => messaging({ ...base, links: [{ ...link, url: "http://crm.example/" }] })).toThrow(
      "widgets.SendToFlex.attributes.conversations.media[1].url: is no https URL; " +
        "give one that begins with https:// and a host",
    );
  });
});
