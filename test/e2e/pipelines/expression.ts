/** What a run knows, as GitHub's contexts have it: nested objects with text at their ends. */
export interface Contexts {
  [name: string]: string | Contexts | undefined;
}

/** Puts values in where a text of a workflow has expressions. What the contexts don't have is the empty text, as at GitHub. */
export function evaluated(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => `${resultOf(expression, contexts)}`);
}

/** What an expression comes to, as in `a == 'x' && 'y' || 'z'`: the last term that was looked at. */
function resultOf(expression: string, contexts: Contexts): string | boolean {
  let value: string | boolean = "";
  for (const alternative of expression.split("||")) {
    for (const term of alternative.split("&&")) {
      value = termOf(term.trim(), contexts);
      if (!value) break;
    }
    if (value) return value;
  }
  return value;
}

function termOf(term: string, contexts: Contexts): string | boolean {
  const [, literal] = /^'([^']*)'$/.exec(term) ?? [];
  return literal ?? (/[=!]=/.test(term) ? holds(term, contexts) : valueAt(term, contexts));
}

/** Whether a step runs. Without a condition it does while all before it went well. */
export function condition(text: string | undefined, contexts: Contexts, hasFailed: boolean): boolean {
  if (text === undefined) return !hasFailed;
  const expression = /^\$\{\{(.*)\}\}$/s.exec(text.trim())?.[1] ?? text;
  const parts = expression.split("&&").map((part) => part.trim());
  const asksOutcome = parts.includes("!cancelled()");
  return (asksOutcome || !hasFailed) && parts.every((part) => part === "!cancelled()" || holds(part, contexts));
}

function holds(comparison: string, contexts: Contexts): boolean {
  const [, left = "", operator, right] = /^(\S+) (==|!=) '([^']*)'$/.exec(comparison) ?? [];
  if (operator === undefined) throw new Error(`${comparison}: is more than this test can evaluate`);
  return (valueAt(left, contexts) === right) === (operator === "==");
}

function valueAt(path: string, contexts: Contexts): string {
  if (!/^[\w-]+(?:\.[\w-]+)+$/.test(path)) throw new Error(`${path}: is more than this test can evaluate`);
  let value: string | Contexts | undefined = contexts;
  for (const name of path.split(".")) value = typeof value === "object" ? value[name] : undefined;
  if (typeof value === "object") throw new Error(`${path}: is no text`);
  return value ?? "";
}
