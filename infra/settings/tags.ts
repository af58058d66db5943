import { z } from "zod";

/** What AWS takes in every service's tags. https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const text = /^[\p{L}\p{N} _.:/=+@-]*$/u;

const characters = "letters, digits, spaces and _ . : / = + - @";

/** Keys that say where a resource comes from, which no setting can say otherwise. */
const ours = /^(pulumi|flex-media):/i;

/** AWS takes 50 on a resource; two say where it comes from, and a resource may have some of its own. */
const most = 40;

const value = z.string().max(256).regex(text, `holds what AWS takes in no tag; use ${characters}`);

/** `flex-media:tags` */
export const tags = z
  .record(z.string(), value)
  .check(
    z.superRefine((given, context) => {
      const keys = Object.keys(given);
      if (keys.length > most) {
        context.addIssue({ code: "custom", message: `has ${keys.length} tags; leave all but ${most} out` });
      }
      for (const key of keys) {
        const message = keyFault(key);
        if (message !== undefined) context.addIssue({ code: "custom", path: [key], message });
      }
    }),
  )
  .default({})
  .describe("Tags of everything in AWS, beside pulumi:project and pulumi:stack.");

function keyFault(key: string): string | undefined {
  if (key.length === 0 || key.length > 128) return `has a key of ${key.length} characters; use 1 to 128`;
  if (/^aws:/i.test(key)) return "begins with aws:, which AWS keeps for itself; choose another key";
  if (ours.test(key)) return "is a tag that this project sets itself; choose another key";
  if (!text.test(key)) return `has a key that AWS doesn't take; use ${characters}`;
  return undefined;
}
