// The plugin's entry is JavaScript on purpose: @pulumi/pulumi's plugin runner loads a TypeScript entry through
// ts-node, which checks types anew at every start. What is imported here, Node reads as it is, and keeps compiled.
import { enableCompileCache } from "node:module";

enableCompileCache();
void Promise.all([import("../kit/index.ts"), import("./provider.ts")]).then(([{ serve }, { twilio }]) => serve(twilio));
