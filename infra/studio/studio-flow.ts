import * as pulumi from "@pulumi/pulumi";
import * as twilio from "@pulumi/twilio";
import { type RecordingMechanism, refuseOtherMechanism } from "./checks/mechanism.ts";
import { type FlowDefinition, findingText, flowFindings } from "./flow.ts";

/** What a flow needs to know of other resources. */
export type FlowValues = Readonly<Record<string, string>>;

export interface StudioFlowArgs<V extends FlowValues> {
  /** The flow's name, 1 to 100 characters, once in the account. */
  readonly friendlyName: string;
  /** Builds the flow of plain strings; called more than once. */
  readonly build: (values: V) => FlowDefinition;
  readonly values: { readonly [K in keyof V]: pulumi.Input<string> };
  /** For each value the longest that it is likely to be: the flow is checked with these before anything is known. */
  readonly longest: V;
  /** What records calls, by the settings: a flow that records beside another mechanism is refused. */
  readonly mechanism: RecordingMechanism;
}

/**
 * A Studio flow, checked and published. A flow that is wrong is refused while the program runs, at the very first preview;
 * what is doubtful is told as a warning.
 *
 * **Blast radius**: every call or message that comes to its numbers and addresses from then on.
 * @throws {FlowError} naming every mistake at once.
 */
export class StudioFlow<V extends FlowValues = FlowValues> extends pulumi.ComponentResource {
  /** Its SID (FW…). */
  readonly sid: pulumi.Output<string>;
  /** Where a number sends its calls so that they run it. */
  readonly webhookUrl: pulumi.Output<string>;

  constructor(name: string, args: StudioFlowArgs<V>, options?: pulumi.ComponentResourceOptions) {
    const checked = args.build(args.longest);
    refuseOtherMechanism(checked, args.mechanism);
    super("flex-media:studio:StudioFlow", name, {}, options);
    warnOf(checked, this);
    const flow = new twilio.studio.Flow(
      name,
      { friendlyName: args.friendlyName, status: "published", definition: definitionOf(args) },
      { parent: this },
    );
    this.sid = flow.sid;
    this.webhookUrl = flow.webhookUrl;
    this.registerOutputs({ sid: this.sid, webhookUrl: this.webhookUrl });
  }
}

function definitionOf<V extends FlowValues>({ build, values }: StudioFlowArgs<V>): pulumi.Output<FlowDefinition> {
  // The keys stay what they were; only the values are resolved.
  return pulumi.all<string>(values).apply((resolved) => build(resolved as V));
}

function warnOf(definition: FlowDefinition, resource: pulumi.Resource): void {
  for (const finding of flowFindings(definition)) {
    if (finding.severity !== "warning") continue;
    void pulumi.log.warn(findingText(finding), resource);
  }
}
