// Node reads TypeScript by itself when a module imports it, but Pulumi puts ts-node before a TypeScript `main`.
import { PolicyPack } from "@pulumi/policy";
import { policies } from "./pack.ts";

// Strict unless a file in environments/ says otherwise: what nobody configured is held.
new PolicyPack("flex-media", { enforcementLevel: "mandatory", policies });
