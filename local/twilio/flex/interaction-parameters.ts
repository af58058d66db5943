import { z } from "zod";
import { TwilioError } from "../http/errors.ts";
import { channelTypes } from "./interactions-state.ts";
import { describeIssues } from "./properties.ts";

const sid = (prefix: string) => z.string().regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`), `must be a ${prefix} SID`);

const addressSchema = z.strictObject({ address: z.string().min(1), proxy_address: z.string().min(1) });

export const channelParameterSchema = z.strictObject({
  type: z.enum(channelTypes),
  initiated_by: z.enum(["customer", "agent", "api"]),
  /** Whom the conversation is with, where it isn't there yet. */
  participants: z.array(addressSchema).min(1).optional(),
  /** A conversation or call that is there already. */
  properties: z
    .looseObject({
      media_channel_sid: z
        .string()
        .regex(/^(CH|CA)[0-9a-fA-F]{32}$/)
        .optional(),
    })
    .optional(),
});

export const routingParameterSchema = z.strictObject({
  type: z.string().optional(),
  properties: z.looseObject({
    workspace_sid: sid("WS").optional(),
    workflow_sid: sid("WW").optional(),
    queue_sid: sid("WQ").optional(),
    worker_sid: sid("WK").optional(),
    task_channel_unique_name: z.string().optional(),
    task_channel_sid: sid("TC").optional(),
    /** An object, or the JSON of one; it goes to the task. */
    attributes: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
    priority: z.int().min(0).optional(),
    timeout: z.int().min(1).max(1_209_600).optional(),
  }),
});

export type ChannelParameter = z.infer<typeof channelParameterSchema>;
export type RoutingParameter = z.infer<typeof routingParameterSchema>;

/** https://www.twilio.com/docs/api/errors/45366 */
export function invalidInteraction(message: string): TwilioError {
  return new TwilioError(400, 45366, message);
}

/** @throws TwilioError that names every bad property */
export function checkedParameter<T>(name: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidInteraction(`Invalid ${name}: ${describeIssues(parsed.error)}`);
}
