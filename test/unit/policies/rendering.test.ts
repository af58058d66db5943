import { describe, expect, test } from "vitest";
import type { Widget } from "../../../policies/judging/flow.ts";
import { renderings } from "../../../policies/judging/rendering.ts";

const rendered = (text: string, widgets: readonly Widget[] = []) => [...renderings(text, widgets)];

describe("a condition on a name", () => {
  const assigned = (source: string) => `{% assign x = ${source} %}{% if x == "y" %}1{% else %}2{% endif %}`;

  test.each([
    ["flow.a", "flow.a", ["11", "22"]],
    ["flow.a", "flow.b", ["11", "12", "21", "22"]],
    ["flow.a", "'flow.a'", ["12", "22"]],
    ["flow.a", "flow.a | append: ''", ["12", "22"]],
    ["'y'", "flow.a", ["11", "12"]],
  ])("is on what it is assigned at that time: %s, then %s", (first, second, all) => {
    expect(rendered(assigned(first) + assigned(second)).toSorted()).toEqual(all);
  });

  test("is the same as on what it is assigned", () => {
    const plain = "{% if flow.a == 'y' %}1{% else %}2{% endif %}";
    expect(rendered(`{% assign x = flow.a %}${plain}${plain.replace("flow.a", "x")}`)).toEqual(["11", "22"]);
  });

  test("is followed where it looks into the form", () => {
    const text = "{% assign t = widgets.CallRecording.StartTime %}{% if t contains ', ' %}RFC{% else %}ISO{% endif %}";
    expect(rendered(text)).toEqual(["RFC"]);
    expect(rendered(text.replace("t contains", "widgets.CallRecording.StartTime contains"))).toEqual(["RFC", "ISO"]);
  });
});

describe("variables of a menu", () => {
  const menu = (change: (choice: number) => Record<string, string> = () => ({})): Widget[] =>
    Array.from({ length: 8 }, (_, choice) => {
      const values = { skill: `s${choice}`, queue: `q${choice}`, ...change(choice) };
      const variables = Object.entries(values).map(([key, value]) => ({ key, value }));
      const at = { path: `definition.states[${choice}]`, name: `Choice${choice}` };
      return { ...at, type: "set-variables", properties: { variables }, transitions: [] };
    });
  const both = "{{flow.variables.queue}} {{flow.variables.skill}}";

  test("that the same widgets set go together", () => {
    expect(rendered(both, menu())).toEqual(Array.from({ length: 8 }, (_, choice) => `q${choice} s${choice}`));
    expect(rendered("{{widgets.Choice3.skill}} {{flow.variables.queue}}", menu())).toHaveLength(8);
  });

  test("that others set don't", () => {
    const some = (choice: number): Record<string, string> => (choice < 2 ? { extra: `e${choice}` } : {});
    const made = rendered(`${both} {{flow.variables.extra}}`, menu(some));
    expect(made).toHaveLength(16);
    expect(made).toContain("q7 s7 e1");
  });

  test("are from before the widget that reads them itself", () => {
    const made = rendered(
      both,
      menu(() => ({ skill: "({{flow.variables.queue}})" })),
    );
    expect(new Set(made).size).toBe(64);
    expect(made).toContain("q7 (q0)");
  });
});
