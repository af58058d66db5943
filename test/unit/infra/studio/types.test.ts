import { describe, expectTypeOf, test } from "vitest";
import { type CheckedWidgets, flow, variable } from "../../../../infra/studio/flow.ts";
import type { LeadsNowhere, ReadsNothing } from "../../../../infra/studio/liquid/typed.ts";
import {
  connectCallTo,
  gatherInputOnCall,
  makeHttpRequest,
  recordCall,
  runFunction,
  sayPlay,
  sendToFlex,
  setVariables,
  splitBasedOn,
  trigger,
} from "../../../../infra/studio/widgets/index.ts";

/** What the compiler makes of widgets; whatever it refuses stands behind a `@ts-expect-error`, which fails if it doesn't. */
function checked<const W>(widgets: W): CheckedWidgets<W> {
  return widgets as CheckedWidgets<W>;
}

describe("The compiler refuses", () => {
  test("an event that a widget doesn't have", () => {
    // @ts-expect-error: it is `success`.
    recordCall({ record: true, next: { succes: "A" } });
    // @ts-expect-error: that is the event of another widget.
    sayPlay({ say: "Hello", next: { audioComplete: "A", keypress: "B" } });
    // @ts-expect-error: Run Function says `fail`, HTTP Request says `failed`.
    runFunction({ url: "https://ours.example", next: { failed: "A" } });
  });

  test("a required property left out, and two that exclude each other", () => {
    // @ts-expect-error: on or off?
    recordCall({ next: { success: "A" } });
    // @ts-expect-error: which channel?
    sendToFlex({ workflow: "WW0" });
    // @ts-expect-error: a number has no SIP endpoint.
    connectCallTo({ noun: "number", sipEndpoint: "sip:a@ours.example" });
    const body = { json: "{}", parameters: [{ key: "a", value: "{}" }] } as const;
    // @ts-expect-error: a request has one body.
    makeHttpRequest({ method: "POST", url: "https://ours.example", ...body });
    // @ts-expect-error: blank needs nothing to compare with.
    splitBasedOn({ input: "", matches: [{ is: "is_blank", value: "1", next: "A" }] });
  });

  test("a transition to a widget outside the flow", () => {
    const { Menu, Say } = checked({
      Menu: gatherInputOnCall({ say: "Hello", next: { keypress: "Say", timeout: "Sorry" } }),
      Say: sayPlay({ say: "Hello", next: { audioComplete: "Menu" } }),
    });
    expectTypeOf(Menu).toEqualTypeOf<LeadsNowhere<"Sorry">>();
    expectTypeOf(Say).not.toExtend<LeadsNowhere<string>>();
    () =>
      flow({
        description: "Wrong",
        // @ts-expect-error: there is no Greeting.
        widgets: { Trigger: trigger({ incomingCall: "Greeting" }) },
      });
    // @ts-expect-error: nor can it begin there.
    () => flow({ description: "Wrong", widgets: { Trigger: trigger({}) }, initial: "Start" });
  });

  test("a branch to a widget outside the flow", () => {
    const { Split } = checked({
      Split: splitBasedOn({ input: "", matches: [{ is: "equal_to", value: "1", next: "Sorry" }], noMatch: "Split" }),
    });
    expectTypeOf(Split).toEqualTypeOf<LeadsNowhere<"Sorry">>();
  });

  test("Liquid that names a widget or field outside the flow", () => {
    const { Wrong, Field, Right, Typed } = checked({
      CallRecording: recordCall({ record: true }),
      Wrong: sayPlay({ say: "{{trigger.call.From}} {{ widgets.Recording.Sid | upcase }}" }),
      Field: sayPlay({ say: "{{widgets.CallRecording.Uri}} and {{widgets.CallRecording.Url}}" }),
      Right: sayPlay({ say: "{{widgets.CallRecording.Sid}}{{ widgets.Http.parsed.name }}" }),
      Http: makeHttpRequest({ method: "GET", url: "https://ours.example" }),
      Typed: sendToFlex({ workflow: "", channel: "", attributes: `{"a":"${variable("CallRecording", "Digits")}"}` }),
    });
    expectTypeOf(Wrong).toEqualTypeOf<ReadsNothing<"widgets.Recording.Sid">>();
    expectTypeOf(Field).toEqualTypeOf<ReadsNothing<"widgets.CallRecording.Url">>();
    expectTypeOf(Right).not.toExtend<ReadsNothing<string>>();
    expectTypeOf(Typed).toEqualTypeOf<ReadsNothing<"widgets.CallRecording.Digits">>();
  });

  test("Liquid that names a variable which nobody sets", () => {
    const { Right, Wrong } = checked({
      Set: setVariables({ variables: { language: "en", tier: "gold" } }),
      Right: sayPlay({ say: "{{flow.variables.language}}" }),
      Wrong: sayPlay({ say: "{{flow.variables.langauge}}" }),
    });
    expectTypeOf(Right).not.toExtend<ReadsNothing<string>>();
    expectTypeOf(Wrong).toEqualTypeOf<ReadsNothing<"flow.variables.langauge">>();
  });

  test("nothing in texts and targets that are known at run time only", () => {
    const text: string = "{{widgets.Somewhere.Digits}}";
    const { Say } = checked({ Say: sayPlay({ say: text, next: { audioComplete: text } }) });
    expectTypeOf(Say).not.toExtend<ReadsNothing<string>>();
    expectTypeOf(Say).not.toExtend<LeadsNowhere<string>>();
  });
});
