import { z } from "zod";
import { rule } from "../../providers/kit/index.ts";
import { routing, taskChannel } from "./routing.ts";

const address = z.strictObject({
  type: z
    .enum(["sms", "whatsapp", "messenger", "email", "rcs", "apple", "chat"])
    .describe("The channel that messages come by."),
  address: z.string().min(1).describe("The account's own address on that channel, as in `+14155550100`."),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "is no country; give its two letters, as in US")
    .optional()
    .describe("The country of a short code."),
  name: z.string().min(1).optional().describe("A name for people to read."),
  retries: z.int().min(0).max(3).default(3).describe("How often Twilio tries again when Studio doesn't answer."),
});

const link = z.strictObject({
  show: z.enum(["embedded", "referenced"]).describe("Inside Flex Insights, or as a link that opens a tab."),
  title: z.string().min(1).describe("What people read in Flex Insights."),
  url: z
    .string()
    .regex(/^https:\/\/\S+$/, "is no https URL; give one, in which Liquid of Studio may stand")
    .describe("What it leads to. Liquid of Studio may stand in it."),
});

const section = z.strictObject({
  addresses: z.array(address).min(1).describe("Addresses whose messages run the messaging flow."),
  ...routing,
  taskChannel: taskChannel.default("chat"),
  links: z.array(link).default([]).describe("What Flex Insights shows beside the transcript."),
});

/** `flex-media:messaging` */
export const messaging = rule(section, function* ({ addresses }) {
  const seen = new Set<string>();
  for (const [at, item] of (Array.isArray(addresses) ? addresses : []).entries()) {
    const { type, address } = item as { type?: unknown; address?: unknown };
    const name = `${type} ${address}`;
    if (seen.has(name)) yield { path: ["addresses", at], reason: `names ${name} once more; remove one of the two` };
    seen.add(name);
  }
})
  .optional()
  .describe("The messaging flow and the addresses that lead to it. Left out, there is none.");

export type Messaging = NonNullable<z.output<typeof messaging>>;
