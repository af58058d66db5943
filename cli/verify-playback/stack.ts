import { z } from "zod";
import { localAwsFetch } from "../../local/aws/reach.ts";
import { Mendable } from "../../local/engine/mendable.ts";
import { FLEX_ORIGIN } from "../../local/player/player.ts";
import { jsonOf, type StackPulumi } from "../stack/pulumi.ts";
import type { Trial } from "./checks.ts";

const outputsSchema = z.object({ playbackUrl: z.url() });
const configSchema = z.record(z.string(), z.object({ value: z.string().optional() }));
const playbackSchema = z.object({ origins: z.array(z.string()).min(1) });
const endpointsSchema = z.array(z.object({ lambda: z.url() })).min(1);

/**
 * How a stack's recordings are played: where its function is, for pages of which origin, and how to get there.
 *
 * @param caFile the authority of a local AWS's certificate, where one is served
 */
export async function playbackOf(
  stack: string,
  pulumi: StackPulumi,
  caFile: string | undefined,
): Promise<Pick<Trial, "origin" | "fetch"> & { playbackUrl: string }> {
  const outputs = outputsSchema.safeParse(await jsonOf(stack, pulumi, ["stack", "output", "--json"]));
  if (!outputs.success) {
    throw new Mendable(`--stack: ${stack} has no output playbackUrl; \`npm run pulumi -- up --stack ${stack}\` first.`);
  }
  const config = configSchema.parse(await jsonOf(stack, pulumi, ["config", "--json"]));
  const structure = (key: string): unknown => JSON.parse(config[key]?.value ?? "null");
  const [origin = FLEX_ORIGIN] = playbackSchema.safeParse(structure("flex-media:playback")).data?.origins ?? [];
  const [endpoint] = endpointsSchema.safeParse(structure("aws:endpoints")).data ?? [];
  const { playbackUrl } = outputs.data;
  if (endpoint === undefined) return { playbackUrl, origin };

  // Endpoints of its own mean an emulator, which serves its functions' URLs at its own port.
  if (caFile === undefined) throw new Mendable(`--stack: ${stack} lives in a local AWS; \`npm start\` serves it.`);
  return { playbackUrl, origin, fetch: localAwsFetch({ port: Number(new URL(endpoint.lambda).port), caFile }) };
}
