import type { Product } from "../http/router.ts";
import { keyRoutes } from "./keys.ts";
import { tokenRoutes } from "./tokens.ts";

/** Who may do what: API keys and Flex tokens. */
export const iamApi: Product = { host: "iam.twilio.com", routes: [...tokenRoutes, ...keyRoutes] };
