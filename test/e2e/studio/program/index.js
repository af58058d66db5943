import { readFileSync } from "node:fs";

// Makes one flow, of those in the module that the test has written down.
const { modules, name, mechanism } = JSON.parse(readFileSync("flow.json", "utf8"));
const { StudioFlow } = await import(modules.component);
const { flows } = await import(modules.flows);
const flow = new StudioFlow("calls", {
  friendlyName: "Calls",
  build: flows[name],
  values: {},
  longest: {},
  mechanism,
});

export const { sid } = flow;
