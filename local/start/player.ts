import { localAwsFetch } from "../aws/reach.ts";
import type { LocalStack } from "../local-stack.ts";
import { type PlayerServer, servePlayer } from "../player/server.ts";

/** Beside the stand-ins' usual ports. */
const usualPort = 18653;

/** Serves the player's page for this stack, with tokens at hand, on its usual port or on a free one. */
export async function serveStackPlayer({ twilio, aws }: LocalStack, urlProvider: string): Promise<PlayerServer> {
  const options = {
    urlProvider,
    issueToken: (role: string) => twilio.control.tokens.issue({ identity: `listening-${role}`, roles: [role] }),
    through: localAwsFetch(aws),
  };
  try {
    return await servePlayer({ ...options, port: usualPort });
  } catch {
    return await servePlayer(options);
  }
}
