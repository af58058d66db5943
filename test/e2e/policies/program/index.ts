/** The shipped program, made wrong by the cases that the environment names. */
import * as pulumi from "@pulumi/pulumi";
import { type Case, casesVariable } from "../case.ts";
import { cases } from "../cases/index.ts";

const wrong: string[] = JSON.parse(process.env[casesVariable] ?? "[]");
const chosen = cases.filter((one) => wrong.includes(one.wrong));

void pulumi.runtime.registerResourceTransform(({ type, name, props, opts }) => {
  const about = chosen.filter(({ of }) => of?.type === type && of.name === name);
  if (about.length === 0) return undefined;
  return {
    props: about.reduce(changed, props),
    opts: Object.assign({}, opts, ...about.map(({ options }) => options)),
  };
});

function changed(props: pulumi.Inputs, { change = {} }: Case): pulumi.Inputs {
  const values = Object.entries(change).map(([name, of]) => [name, pulumi.output(props[name]).apply(of)]);
  return { ...props, ...Object.fromEntries(values) };
}

class Besides extends pulumi.CustomResource {}

await import("../../../../infra/index.ts");

for (const { besides } of chosen) {
  if (besides !== undefined) new Besides(besides.type, besides.name, besides.props);
}
