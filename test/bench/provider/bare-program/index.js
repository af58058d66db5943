// As many resources without a provider: what engine and program cost by themselves.
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");

for (const { name } of JSON.parse(readFileSync("resources.json", "utf8"))) {
  new pulumi.ComponentResource("bench:index:Nothing", name, {});
}
