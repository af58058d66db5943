// Node reads TypeScript by itself when a module imports it, but Pulumi puts ts-node before a TypeScript `main`.
import "./pack.ts";
