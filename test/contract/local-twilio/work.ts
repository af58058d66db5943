import { answered, postForm } from "./forms.ts";
import type { Running } from "./running.ts";

export type Item = Record<string, unknown> & { sid: string };

/** The workspace that Flex uses, as a target. */
export function flexWorkspace(twilio: Running): string {
  return `taskrouter.twilio.com/v1/Workspaces/${twilio.control.flexConfiguration.get().taskrouter_workspace_sid}`;
}

export async function created(twilio: Running, target: string, fields: Record<string, string | string[]>) {
  return (await answered(postForm(twilio, target, fields), 201)) as Item;
}

export async function updated(twilio: Running, target: string, fields: Record<string, string | string[]>) {
  return (await answered(postForm(twilio, target, fields))) as Item;
}

export async function fetched(twilio: Running, target: string): Promise<Item> {
  return (await answered(twilio.call(target))) as Item;
}

export async function listed(twilio: Running, target: string, key: string): Promise<Item[]> {
  return (await fetched(twilio, target))[key] as Item[];
}

/** The SID of an activity of Flex's workspace. */
export async function activity(twilio: Running, name: string): Promise<string> {
  const [found] = await listed(twilio, `${flexWorkspace(twilio)}/Activities?FriendlyName=${name}`, "activities");
  return found?.sid ?? "";
}

/** A worker who gets tasks. */
export async function availableWorker(twilio: Running, name: string, attributes: object = {}): Promise<Item> {
  return await created(twilio, `${flexWorkspace(twilio)}/Workers`, {
    FriendlyName: name,
    ActivitySid: await activity(twilio, "Available"),
    Attributes: JSON.stringify(attributes),
  });
}

/** A clock that stands still until it is moved. */
export function standingClock(start = "2026-11-21T12:00:00Z") {
  let time = Date.parse(start);
  return {
    now: () => new Date(time),
    pass(seconds: number) {
      time += seconds * 1000;
    },
  };
}
