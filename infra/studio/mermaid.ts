import type { FlowDefinition } from "./definition.ts";

/** A flow as a Mermaid flowchart: the same text for the same flow, with widgets by their types. */
export function mermaidOf({ states, initial_state: initial }: FlowDefinition): string {
  const ids = new Map(states.map(({ name }, at) => [name, `w${at}`]));
  const boxes = states.map(({ name, type }) => {
    const [open, close] = name === initial ? ["([", "])"] : type === "split-based-on" ? ["{", "}"] : ["[", "]"];
    return `  ${ids.get(name)}${open}"${escaped(name)}<br/><small>${escaped(type)}</small>"${close}`;
  });
  const ways = states.flatMap(({ name, transitions }) =>
    transitions.flatMap(({ event, next, conditions }) => {
      const target = next === undefined ? undefined : ids.get(next);
      const label = conditions?.map((condition) => condition.friendly_name).join(" / ") ?? event;
      return target === undefined ? [] : [`  ${ids.get(name)} -->|"${escaped(label)}"| ${target}`];
    }),
  );
  return `${["flowchart TD", ...boxes, ...ways].join("\n")}\n`;
}

/** Mermaid writes characters by number: `#35;` is a number sign. */
function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} _.,:+/?!'-]/gu, (character) => `#${character.codePointAt(0)};`);
}
