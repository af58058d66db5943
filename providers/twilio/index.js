// The plugin's entry is JavaScript on purpose: @pulumi/pulumi's plugin runner loads a TypeScript entry through
// ts-node, which checks types anew at every start. What this file imports, Node reads as it is.
import { serve } from "../kit/index.ts";
import { twilio } from "./provider.ts";

void serve(twilio);
