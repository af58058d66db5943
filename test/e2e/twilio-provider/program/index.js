import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";

// Registers whatever resources the test has written down.
for (const { type, name, inputs, options } of JSON.parse(readFileSync("resources.json", "utf8"))) {
  new pulumi.CustomResource(type, name, inputs, options);
}
