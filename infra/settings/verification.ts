import { z } from "zod";
import { number } from "./voice.ts";

const probe = z
  .enum(["none", "recent", "call"])
  .default("recent")
  .describe(
    "What verification brings a recording through archive and playback with: nothing, the account's newest recording, or " +
      "a call of its own to the voice flow, which agents may see for some seconds.",
  );

/** `flex-media:verification` */
export const verification = z
  .strictObject({
    probe,
    from: number
      .optional()
      .describe(
        "The number that such a call comes from: another one of the account, or a verified caller ID. Left out, a number " +
          "of the account that is not the voice flow's.",
      ),
  })
  .prefault({})
  .describe("How a stack that is up is verified.");

export type Verification = z.output<typeof verification>;
