import { createRequire } from "node:module";

/** The version of @pulumi/aws, whose SDK this provider answers to. */
export const version: string = createRequire(import.meta.url)("@pulumi/aws/package.json").version;
