import { z } from "zod";
import { FLEX_ORIGIN } from "../../local/player/player.ts";
import { awsAccess } from "../stack/aws-access.ts";
import type { Stack } from "../stack/stack.ts";
import { type StackFetch, stackFetch } from "../stack/stack-fetch.ts";
import { outputsOf, stackValues } from "../stack/stack-values.ts";

const outputsSchema = z.object({ playbackUrl: z.url() });
const playbackSchema = z.object({ origins: z.array(z.string()).min(1) });

export interface StackPlayback {
  playbackUrl: string;
  /** The first that its pages may be of. */
  origin: string;
  fetch: StackFetch;
}

/** How a stack's recordings are played: where its function is, for pages of which origin, and how to get there. */
export async function playbackOf(stack: Stack): Promise<StackPlayback> {
  const values = await stackValues(stack, { secrets: false });
  const { playbackUrl } = outputsOf(stack, values, outputsSchema, "no playback");
  const playback: unknown = JSON.parse(values.config["flex-media:playback"] || "null");
  const [origin = FLEX_ORIGIN] = playbackSchema.safeParse(playback).data?.origins ?? [];
  return { playbackUrl, origin, fetch: stackFetch(awsAccess(values.config, stack.environment)) };
}
