import { z } from "zod";
import { ProviderError } from "../../kit/index.ts";
import { sid } from "../sid.ts";

const expression = () => z.string().min(1);

const target = z
  .strictObject({
    queue: sid("WQ", "task queue").describe("The queue that the task goes to."),
    priority: z
      .int()
      .min(0)
      .optional()
      .describe("The task's priority there; higher comes first. Its own if not given."),
    timeout: z.int().min(0).optional().describe("For how long it waits there before the next target, in seconds."),
    expression: expression()
      .optional()
      .describe("Which workers of the queue may get it, as in `worker.language == task.language`."),
    skipIf: expression().optional().describe("When to pass this target over, as in `workers.available == 0`."),
    orderBy: expression().optional().describe("Which worker comes first, as in `worker.level DESC`."),
    knownWorkerSid: expression()
      .optional()
      .describe("The one worker that it is for: an expression that gives its SID."),
    knownWorkerFriendlyName: expression()
      .optional()
      .describe("The one worker that it is for: an expression that gives its name."),
  })
  .meta({ id: "twilio:taskrouter:WorkflowTarget", description: "A queue that a workflow leads to, and for how long." });

const filter = z
  .strictObject({
    filterFriendlyName: z.string().min(1).optional().describe("The filter's name, as the Console shows it."),
    expression: expression().describe("Which tasks it is for: an expression over their attributes."),
    targets: z.array(target).min(1).describe("Where they go, one after the other."),
  })
  .meta({ id: "twilio:taskrouter:WorkflowFilter", description: "Which tasks go where." });

/** How a workflow routes tasks, in the names of our properties. */
export const workflowConfiguration = z
  .strictObject({
    filters: z.array(filter).default([]).describe("The first one whose expression a task fulfils counts."),
    defaultFilter: target.optional().describe("Where a task goes that no filter is for; without it, it goes nowhere."),
  })
  .meta({ id: "twilio:taskrouter:WorkflowConfiguration", description: "How a workflow routes tasks." });

export type WorkflowConfiguration = z.output<typeof workflowConfiguration>;

/** The configuration as the API takes it: one string of JSON. */
export function configurationText({ filters, defaultFilter }: WorkflowConfiguration): string {
  return JSON.stringify({ task_routing: renamed({ filters, defaultFilter }, inApi) });
}

const numbers = ["priority", "timeout"];

/**
 * The configuration in the API's answer. What it knows beyond our properties stays in it, so that it shows as
 * a difference and doesn't get lost.
 */
export function configurationOf(text: unknown): WorkflowConfiguration {
  const { task_routing: routing } = (parsed(text) ?? {}) as { task_routing?: unknown };
  return { filters: [], ...(renamed(routing ?? {}, inDeclaration) as object) } as WorkflowConfiguration;
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    throw new ProviderError(
      "configuration: Twilio's answer has one that is no JSON; look at the workflow in the Console.",
    );
  }
}

/** Renames all keys; what is null is left out, and a number that is written as text becomes one. */
function renamed(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== "object" || value === null) return value;
  const set = Object.entries(value).filter(([, child]) => child !== null && child !== undefined);
  return Object.fromEntries(
    set.map(([key, child]) => [rename(key), numbers.includes(key) ? Number(child) : renamed(child, rename)]),
  );
}

function inApi(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function inDeclaration(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
