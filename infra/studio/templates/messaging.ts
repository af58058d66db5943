import {
  type Attributes,
  chatTranscript,
  embeddedLink,
  emitMedia,
  liquid,
  type MediaEntry,
  mediaTemplate,
  referencedLink,
} from "../../../media/index.ts";
import type { FlowDefinition } from "../definition.ts";
import { checkedFlow } from "../flow.ts";
import type { Widgets } from "../liquid/typed.ts";
import { sendToFlex } from "../widgets/send-to-flex.ts";
import { trigger } from "../widgets/trigger.ts";
import { type After, type Before, entriesOf, type Given, type NoWidgets } from "./section.ts";

/** Something for Flex Insights to show beside the transcript. It must be reachable without authentication. */
export interface ShownLink {
  /** Inside Flex Insights, or as a link that opens a tab. */
  readonly show: "embedded" | "referenced";
  readonly title: string;
  /** An https URL, in which Liquid may stand. */
  readonly url: string;
}

/** The template's own widgets, which the team's may lead to and read. */
export interface MessagingWidgets {
  readonly Trigger: Given;
  readonly SendToFlex: Given;
}

export interface MessagingOptions<B extends Widgets, A extends Widgets> {
  readonly description?: string;
  /** The TaskRouter workflow (WW…). */
  readonly workflow: string;
  /** The task channel, by its SID (TC…) or unique name. */
  readonly channel: string;
  readonly priority?: number | undefined;
  readonly links?: readonly ShownLink[];
  /** More attributes of the task. */
  readonly attributes?: Attributes;
  /** Between the trigger and `SendToFlex`. */
  readonly before?: Before<B, B & MessagingWidgets>;
  /** After `SendToFlex`. */
  readonly after?: After<A, A & B & MessagingWidgets>;
}

/**
 * Incoming conversations: to Flex, with the transcript and links in `conversations.media`. The transcript is listed because
 * any media of one's own takes the place of what Flex lists by itself.
 * @throws {FlowError} naming every mistake at once.
 */
export function messaging<const B extends Widgets = NoWidgets, const A extends Widgets = NoWidgets>(
  options: MessagingOptions<B, A>,
): FlowDefinition {
  const { description = "Incoming conversations", workflow, channel, priority, links = [], before, after } = options;
  const sid = liquid("{{trigger.conversation.ConversationSid}}", "sid:CH");
  const media: MediaEntry[] = [chatTranscript({ sid }), ...links.map(entryOf)];
  const flex = sendToFlex({
    workflow,
    channel,
    attributes: mediaTemplate({ ...options.attributes, conversations: { media: emitMedia(media) } }),
    ...(priority === undefined ? {} : { priority }),
    next: after?.on ?? {},
  });
  return checkedFlow(description, [
    ["Trigger", trigger({ incomingConversationMessage: before?.entry ?? "SendToFlex" })],
    ...entriesOf(before),
    ["SendToFlex", flex],
    ...entriesOf(after),
  ]);
}

function entryOf({ show, title, url }: ShownLink): MediaEntry {
  const where = { title, url: /\{[{%]/.test(url) ? liquid(url, "url") : url };
  return show === "embedded" ? embeddedLink(where) : referencedLink(where);
}
