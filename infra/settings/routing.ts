import { z } from "zod";

/** Where Send to Flex sends what comes in: by name, as it is called in Flex's workspace. */
export const routing = {
  workflow: z.string().min(1).default("Assign to Anyone").describe("The TaskRouter workflow, by its name."),
  priority: z.int().min(0).optional().describe("The task's priority; higher comes first."),
};

export const taskChannel = z.string().min(1).describe("The TaskRouter task channel, by its unique name.");
