import type { Product } from "../http/router.ts";
import { addressRoutes } from "./addresses.ts";
import { configurationRoutes } from "./configuration.ts";
import { roleRoutes } from "./roles.ts";
import { serviceRoutes } from "./services.ts";

/** https://www.twilio.com/docs/conversations/api: what is configured, without conversations themselves. */
export const conversationsApi: Product = {
  host: "conversations.twilio.com",
  routes: [...configurationRoutes, ...addressRoutes, ...serviceRoutes, ...roleRoutes],
};
