export * from "./entry.ts";
export * from "./finding.ts";
export * from "./liquid.ts";
