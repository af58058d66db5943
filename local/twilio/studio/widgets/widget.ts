import type { Account } from "../../account.ts";
import type { JsonObject } from "../../http/parameters.ts";
import type { Execution } from "../executions-state.ts";
import type { Render } from "../liquid.ts";

/** A widget while it runs. */
export interface Running {
  readonly account: Account;
  readonly execution: Execution;
  readonly name: string;
  readonly properties: JsonObject;
  readonly transitions: readonly Transition[];
  readonly render: Render;
  /** A property as text, its Liquid rendered; empty where it is absent. */
  readonly text: (property: string) => string;
}

export interface Transition {
  readonly event: string;
  readonly next?: string | undefined;
  readonly conditions?: readonly { type: string; arguments: string[]; value: string }[] | undefined;
}

/** What came of a widget. */
export type Outcome =
  | {
      readonly event: string;
      /** Which of several transitions of that event. */
      readonly transition?: Transition;
      /** `widgets.NAME.…` */
      readonly fields?: JsonObject;
      /** `flow.variables.…` */
      readonly variables?: JsonObject;
      /** Said in the log, where it isn't as it should be. */
      readonly warning?: string;
    }
  /** Goes on when something comes from outside. */
  | { readonly waits: "reply" | "call"; readonly fields?: JsonObject }
  /** Goes on when the other flow has ended. */
  | { readonly subflow: { readonly flowSid: string; readonly revision: string; readonly parameters: JsonObject } }
  /** The flow can't go on. */
  | { readonly stops: string }
  /** The caller has gone. */
  | { readonly hungUp: true };

export type Widget = (running: Running) => Outcome | Promise<Outcome>;
