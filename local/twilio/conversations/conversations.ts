import type { Product } from "../http/router.ts";
import { addressRoutes } from "./addresses.ts";
import { configurationRoutes } from "./configuration.ts";
import { conversationRoutes } from "./conversation.ts";
import { messageRoutes } from "./messages.ts";
import { participantRoutes } from "./participants.ts";
import { roleRoutes } from "./roles.ts";
import { scopedWebhookRoutes } from "./scoped-webhooks.ts";
import { serviceRoutes } from "./services.ts";

/** https://www.twilio.com/docs/conversations/api: what is configured, and conversations themselves. */
export const conversationsApi: Product = {
  host: "conversations.twilio.com",
  routes: [
    ...configurationRoutes,
    ...addressRoutes,
    ...serviceRoutes,
    ...roleRoutes,
    ...conversationRoutes,
    ...participantRoutes,
    ...messageRoutes,
    ...scopedWebhookRoutes,
  ],
};
