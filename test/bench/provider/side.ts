import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type LocalTwilio, startLocalTwilio } from "../../../local/twilio/server.ts";
import { TwilioProject } from "../../e2e/twilio-provider/project.ts";
import { mixedResources } from "./resources.ts";

/** One operation: how long it took, and how many calls to Twilio it made. */
export interface Measured {
  milliseconds: number;
  calls: number;
}

/** What one way of writing the program costs. */
export interface Side {
  firstUp: Measured;
  noOpPreview: Measured;
  refresh: Measured;
  stateBytes: number;
}

const credentials = { accountSid: `AC${"7".repeat(32)}`, authToken: "bench-auth-token" };

/** Measures one program on an account of its own. */
export async function measure(count: number, program?: string): Promise<Side> {
  const twilio = await startLocalTwilio(credentials);
  const project = await TwilioProject.make(twilio, credentials, program);
  try {
    const workspaceSid = String(twilio.control.flexConfiguration.get().taskrouter_workspace_sid);
    await project.declare(mixedResources(count, workspaceSid));
    const firstUp = await timed(twilio, () => project.operate("up"));
    const noOpPreview = await timed(twilio, () => project.run(["preview", "--stack=main"]));
    const refresh = await timed(twilio, () => project.operate("refresh"));
    return { firstUp, noOpPreview, refresh, stateBytes: await stateBytes(project) };
  } finally {
    await project.remove();
    await twilio.close();
  }
}

async function timed(twilio: LocalTwilio, work: () => Promise<unknown>): Promise<Measured> {
  twilio.control.requests.clear();
  const startedAt = performance.now();
  await work();
  return { milliseconds: performance.now() - startedAt, calls: twilio.control.requests.list().length };
}

async function stateBytes({ folder }: TwilioProject): Promise<number> {
  const stacks = join(folder, "state/.pulumi/stacks/twilio-resources");
  const file = (await readdir(stacks)).find((name) => name === "main.json");
  if (file === undefined) throw new Error("The stack has no state.");
  return (await stat(join(stacks, file))).size;
}
