import { DeleteDashboardsCommand, GetDashboardCommand, PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { ProviderError } from "../../../../providers/kit/index.ts";
import type { Account } from "../account.ts";
import { unlessMissing } from "../errors.ts";
import { declaredJson, isObject, parsedJson, sameJson } from "../json.ts";
import { must } from "../must.ts";
import { aws, regionFailures, regionInput, regionOutput } from "../resource.ts";

const kinds = ["alarm", "custom", "explorer", "log", "metric", "text"];
/** How many columns a dashboard has. */
const columns = 24;
const mostWidgets = 500;
const mostRows = 1000;

const inputs = z.strictObject({
  dashboardName: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[\w-]*$/, must("hold letters, digits, - and _ only")),
  dashboardBody: z
    .string()
    .superRefine((body, context) => {
      for (const message of bodyFaults(parsedJson(body))) context.addIssue({ code: "custom", message });
    })
    .describe("The widgets, as JSON."),
  region: regionInput,
});

const outputs = z.strictObject({ dashboardArn: z.string(), region: regionOutput });

export const dashboard = aws.resource({
  type: "aws:cloudwatch/dashboard:Dashboard",
  description: "A dashboard of CloudWatch. The emulator stores it and shows nothing.",
  inputs,
  outputs,
  replaceOn: ["dashboardName", "region"],
  stable: ["dashboardArn", "region"],
  sameMeaning: { dashboardBody: sameJson },
  check: (given, { client }) => regionFailures(given, client),

  async create({ dashboardName, dashboardBody }, { client, signal }) {
    await put(client, dashboardName, dashboardBody, signal);
    const live = await find(client, dashboardName, signal);
    return { id: dashboardName, outputs: { dashboardArn: live?.DashboardArn ?? "", region: client.region } };
  },

  async read(dashboardName, prior, { client, signal }) {
    const live = await find(client, dashboardName, signal);
    if (live === undefined) return undefined;
    return {
      inputs: {
        dashboardName,
        dashboardBody: declaredJson(live.DashboardBody, prior?.inputs.dashboardBody) ?? "",
        region: prior?.inputs.region && client.region,
      },
      outputs: { dashboardArn: live.DashboardArn ?? "", region: client.region },
    };
  },

  async update(dashboardName, { dashboardBody }, { state }, { client, signal }) {
    await put(client, dashboardName, dashboardBody, signal);
    return { dashboardArn: state.dashboardArn, region: state.region };
  },

  async delete(dashboardName, _prior, { client, signal }) {
    const command = new DeleteDashboardsCommand({ DashboardNames: [dashboardName] });
    await unlessMissing(client.cloudwatch.send(command, { abortSignal: signal }));
  },
});

async function put({ cloudwatch }: Account, DashboardName: string, DashboardBody: string, abortSignal: AbortSignal) {
  const command = new PutDashboardCommand({ DashboardName, DashboardBody });
  const { DashboardValidationMessages: [first] = [] } = await cloudwatch.send(command, { abortSignal });
  if (first !== undefined) throw new ProviderError(`dashboardBody: ${first.DataPath} ${first.Message}`);
}

async function find({ cloudwatch }: Account, DashboardName: string, abortSignal: AbortSignal) {
  return unlessMissing(cloudwatch.send(new GetDashboardCommand({ DashboardName }), { abortSignal }));
}

function* bodyFaults(body: unknown): Generator<string> {
  if (!isObject(body) || !Array.isArray(body.widgets))
    return yield "is no JSON object with widgets; give it a list of them";
  if (body.widgets.length > mostWidgets) yield `has ${body.widgets.length} widgets; leave all but ${mostWidgets} out`;
  for (const [index, widget] of body.widgets.entries()) {
    const at = `widgets[${index}]`;
    if (!isObject(widget)) {
      yield `${at} is no object; give it type and properties`;
      continue;
    }
    if (!kinds.includes(String(widget.type))) {
      yield `${at}.type is ${JSON.stringify(widget.type)}; use one of ${kinds.join(", ")}`;
    }
    if (!isObject(widget.properties)) yield `${at} has no properties; give it some`;
    yield* outOfBounds(widget, at, "x", 0, columns - 1);
    yield* outOfBounds(widget, at, "y", 0, Number.MAX_SAFE_INTEGER);
    yield* outOfBounds(widget, at, "width", 1, columns);
    yield* outOfBounds(widget, at, "height", 1, mostRows);
  }
}

function* outOfBounds(widget: Record<string, unknown>, at: string, key: string, least: number, most: number) {
  const value = widget[key];
  if (value === undefined || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)) return;
  yield `${at}.${key} is ${JSON.stringify(value)}; use a whole number from ${least} to ${most}`;
}
