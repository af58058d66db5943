import { z } from "zod";
import { iso8601 } from "../http/timestamps.ts";
import { derivedSid } from "../state/sids.ts";
import type { FreshAccount, Slice } from "../state/store.ts";
import { flexRoles, type StandardRole } from "./permissions.ts";

export const addressTypes = ["sms", "whatsapp", "messenger", "gbm", "email", "rcs", "apple", "chat"] as const;

const times = { date_created: z.string(), date_updated: z.string() };

const autoCreationSchema = z.strictObject({
  enabled: z.boolean(),
  type: z.enum(["webhook", "studio", "default"]),
  conversation_service_sid: z.string().optional(),
  webhook_url: z.string().optional(),
  webhook_method: z.enum(["GET", "POST"]).optional(),
  webhook_filters: z.array(z.string()).optional(),
  studio_flow_sid: z.string().optional(),
  studio_retry_count: z.int().optional(),
});

const addressSchema = z.strictObject({
  sid: z.string(),
  type: z.enum(addressTypes),
  address: z.string(),
  friendly_name: z.string().nullable(),
  address_country: z.string().nullable(),
  auto_creation: autoCreationSchema,
  ...times,
});

const roleSchema = z.strictObject({
  sid: z.string(),
  chat_service_sid: z.string(),
  friendly_name: z.string(),
  type: z.enum(["conversation", "service"]),
  permissions: z.array(z.string()),
  ...times,
});

const serviceSchema = z.strictObject({
  sid: z.string(),
  friendly_name: z.string(),
  ...times,
  configuration: z.strictObject({
    default_conversation_creator_role_sid: z.string().nullable(),
    default_conversation_role_sid: z.string().nullable(),
    default_chat_service_role_sid: z.string().nullable(),
    reachability_enabled: z.boolean(),
  }),
});

const conversationsSchema = z.strictObject({
  configuration: z.strictObject({
    default_chat_service_sid: z.string(),
    default_messaging_service_sid: z.string().nullable(),
    default_inactive_timer: z.string().nullable(),
    default_closed_timer: z.string().nullable(),
  }),
  webhooks: z.strictObject({
    pre_webhook_url: z.string().nullable(),
    post_webhook_url: z.string().nullable(),
    method: z.enum(["GET", "POST"]),
    filters: z.array(z.string()),
    target: z.enum(["webhook", "flex"]),
  }),
  addresses: z.array(addressSchema),
  services: z.array(serviceSchema),
  roles: z.array(roleSchema),
});

export type AutoCreation = z.infer<typeof autoCreationSchema>;
export type Address = z.infer<typeof addressSchema>;
export type Role = z.infer<typeof roleSchema>;
export type Service = z.infer<typeof serviceSchema>;

export type Conversations = z.infer<typeof conversationsSchema>;

/** Conversations as Flex sets it up: one service, which is the default, and its roles; no addresses. */
export const conversationsSlice: Slice<Conversations> = {
  schema: conversationsSchema,
  fresh,
};

function fresh({ sid, now }: FreshAccount): Conversations {
  const date = iso8601(now);
  const service = derivedSid("IS", sid, "flex chat");
  const roles = flexRoles.map((role) => roleOf(service, role, derivedSid("RL", service, role.type, role.name), date));
  const roleSid = (name: string, type: Role["type"]) =>
    roles.find((role) => role.friendly_name === name && role.type === type)?.sid ?? null;
  return {
    configuration: {
      default_chat_service_sid: service,
      default_messaging_service_sid: null,
      default_inactive_timer: null,
      default_closed_timer: null,
    },
    webhooks: { pre_webhook_url: null, post_webhook_url: null, method: "POST", filters: [], target: "webhook" },
    addresses: [],
    services: [
      {
        sid: service,
        friendly_name: "Flex Chat Service",
        date_created: date,
        date_updated: date,
        configuration: {
          default_conversation_creator_role_sid: roleSid("admin", "conversation"),
          default_conversation_role_sid: roleSid("guest", "conversation"),
          default_chat_service_role_sid: roleSid("supervisor", "service"),
          reachability_enabled: false,
        },
      },
    ],
    roles,
  };
}

export function roleOf(service: string, role: StandardRole, sid: string, date: string): Role {
  return {
    sid,
    chat_service_sid: service,
    friendly_name: role.name,
    type: role.type,
    permissions: [...role.permissions],
    date_created: date,
    date_updated: date,
  };
}
