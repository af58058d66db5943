import {
  type Comparison,
  type Expression,
  ExpressionError,
  type Operand,
  parseExpression,
} from "./expression-syntax.ts";

/** What keys of an expression stand for. Values are JSON. */
export type Attributes = Readonly<Record<string, unknown>>;

const parsed = new Map<string, Expression>();

/**
 * Whether an expression of TaskRouter's holds, such as `language IN ["de", "en"] AND skills HAS "support"`.
 * A key that isn't there compares to nothing: only `!=` and `NOT IN` hold for it.
 * https://www.twilio.com/docs/taskrouter/expression-syntax
 * @throws ExpressionError for what is no expression
 */
export function evaluate(text: string, attributes: Attributes): boolean {
  let expression = parsed.get(text);
  if (!expression) {
    expression = parseExpression(text);
    parsed.set(text, expression);
  }
  return holds(expression, attributes);
}

/** What keeps a text from being an expression; undefined where nothing does. */
export function expressionFault(text: string): string | undefined {
  try {
    evaluate(text, {});
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

function holds(expression: Expression, attributes: Attributes): boolean {
  if (expression.kind === "comparison") return compares(expression, attributes);
  const results = expression.parts.map((part) => () => holds(part, attributes));
  return expression.kind === "and" ? results.every((result) => result()) : results.some((result) => result());
}

function compares({ left, operator, right }: Comparison, attributes: Attributes): boolean {
  const [a, b] = [resolve(left, attributes), resolve(right, attributes)];
  switch (operator) {
    case "==":
      return a !== undefined && a === b;
    case "!=":
      return a !== b;
    case "HAS":
      return Array.isArray(a) && a.includes(b);
    case "IN":
      return Array.isArray(b) && b.includes(a);
    case "NOT IN":
      return !(Array.isArray(b) && b.includes(a));
    case "CONTAINS":
      return typeof a === "string" && typeof b === "string" && a.includes(b);
    default:
      return ordered(a, operator, b);
  }
}

function ordered(a: unknown, operator: "<" | ">" | "<=" | ">=", b: unknown): boolean {
  const comparable =
    (typeof a === "number" && typeof b === "number") || (typeof a === "string" && typeof b === "string");
  if (!comparable) return false;
  if (operator.endsWith("=") && a === b) return true;
  return operator.startsWith("<") ? a < b : a > b;
}

function resolve(operand: Operand, attributes: Attributes): unknown {
  if (operand.kind === "constant") return operand.value;
  if (operand.kind === "list") return operand.items.map((item) => resolve(item, attributes));
  let value: unknown = attributes;
  for (const key of operand.path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Attributes)[key];
  }
  return value;
}
