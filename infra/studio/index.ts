export * from "./flow.ts";
export { liquidMilliseconds } from "./liquid/start-time.ts";
export { mermaidOf } from "./mermaid.ts";
export * from "./widgets/index.ts";
