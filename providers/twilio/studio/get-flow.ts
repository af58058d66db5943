import { z } from "zod";
import { declarations, ProviderError, rule } from "../../kit/index.ts";
import type { TwilioClient } from "../client.ts";
import { sid } from "../sid.ts";
import { definition } from "./definition.ts";
import { fetchFlow, findFlow } from "./flows.ts";

const inputs = rule(
  z.strictObject({
    sid: sid("FW", "flow").optional().describe("The flow's SID. Give it or `friendlyName`."),
    friendlyName: z.string().min(1).optional().describe("The flow's name. Give it or `sid`."),
  }),
  function* ({ sid, friendlyName }) {
    if (sid === undefined && friendlyName === undefined) {
      yield { path: ["friendlyName"], reason: "is missing; give the flow's name, or its sid" };
    }
    if (sid !== undefined && friendlyName !== undefined) {
      yield { path: ["sid"], reason: "is given beside friendlyName; keep one of the two" };
    }
  },
);

/** Looks a flow up. Source: `studio.twilio.com/v2/Flows`. */
export const getFlow = declarations<TwilioClient>().function({
  type: "twilio:studio:getFlow",
  description: "A Studio flow, by its name or its SID, in its latest revision.",
  reference: { calls: ["GET studio.twilio.com/v2/Flows", "GET studio.twilio.com/v2/Flows/{FW}"] },
  inputs,
  outputs: z.strictObject({
    sid: z.string().describe("Its SID."),
    friendlyName: z.string().describe("Its name."),
    status: z.string().describe("`draft` or `published`, of the latest revision."),
    revision: z.int().describe("The number of its latest revision."),
    definition: definition.describe("What it does, in Studio's own JSON."),
    webhookUrl: z.string().describe("The URL that a number's calls and messages are sent to, so that they run it."),
    valid: z.boolean().describe("Whether Studio finds nothing wrong."),
    commitMessage: z.string().optional().describe("What was noted of its latest revision."),
  }),
  async invoke({ sid, friendlyName }, context) {
    const live = await (sid === undefined ? findFlow(friendlyName ?? "", context) : fetchFlow(sid, context));
    if (live === undefined) {
      const wanted = sid === undefined ? `friendlyName: no flow is named "${friendlyName}"` : `sid: ${sid} is no flow`;
      throw new ProviderError(`${wanted} of this account; give one that is there.`);
    }
    return {
      sid: String(live.sid),
      friendlyName: String(live.friendly_name),
      status: String(live.status),
      revision: Number(live.revision),
      definition: live.definition as z.output<typeof definition>,
      webhookUrl: String(live.webhook_url),
      valid: live.valid !== false,
      commitMessage: typeof live.commit_message === "string" ? live.commit_message : undefined,
    };
  },
});
