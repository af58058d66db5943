/** Text that is no expression of TaskRouter's. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

export type Operand =
  | { readonly kind: "constant"; readonly value: string | number | boolean | null }
  | { readonly kind: "list"; readonly items: readonly Operand[] }
  | { readonly kind: "key"; readonly path: readonly string[] };

export type Operator = "==" | "!=" | "<" | ">" | "<=" | ">=" | "HAS" | "IN" | "NOT IN" | "CONTAINS";

export interface Comparison {
  readonly kind: "comparison";
  readonly left: Operand;
  readonly operator: Operator;
  readonly right: Operand;
}

export type Expression = Comparison | { readonly kind: "and" | "or"; readonly parts: readonly Expression[] };

interface Token {
  readonly kind: "string" | "number" | "word" | "sign" | "end";
  readonly text: string;
}

/** Words, in any case, are keywords where they stand between operands. */
const operators = new Map<string, Operator>([
  ["==", "=="],
  ["=", "=="],
  ["!=", "!="],
  ["<", "<"],
  [">", ">"],
  ["<=", "<="],
  [">=", ">="],
  ["HAS", "HAS"],
  ["IN", "IN"],
  ["CONTAINS", "CONTAINS"],
]);
const constants = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** @throws ExpressionError that says where it stops being an expression */
export function parseExpression(text: string): Expression {
  const reader = readerOf(tokensOf(text));
  const expression = alternatives(reader);
  const rest = reader.next();
  if (rest.kind !== "end") throw unexpected(rest);
  return expression;
}

const tokenPattern =
  /\s*(?:(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<number>-?\d+(?:\.\d+)?)(?![\w.])|(?<word>[A-Za-z_]\w*(?:\.\w+)*)(?![-.\w])|(?<sign>==|!=|<=|>=|[=<>()[\],]))/y;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (text.slice(tokenPattern.lastIndex).trim() !== "") {
    const at = tokenPattern.lastIndex;
    const found = tokenPattern.exec(text);
    if (!found) throw new ExpressionError(`"${text.slice(at).trim().slice(0, 40)}" can't be read`);
    for (const kind of ["string", "number", "word", "sign"] as const) {
      const part = found.groups?.[kind];
      if (part !== undefined) tokens.push({ kind, text: part });
    }
  }
  return tokens;
}

interface Reader {
  peek(): Token;
  next(): Token;
}

function readerOf(tokens: readonly Token[]): Reader {
  const end: Token = { kind: "end", text: "" };
  let at = 0;
  return {
    peek: () => tokens[at] ?? end,
    next() {
      at += 1;
      return tokens[at - 1] ?? end;
    },
  };
}

function alternatives(reader: Reader): Expression {
  return joined(reader, "OR", "or", (inner) => joined(inner, "AND", "and", primary));
}

function joined(reader: Reader, word: string, kind: "and" | "or", part: (reader: Reader) => Expression): Expression {
  const first = part(reader);
  const parts = [first];
  while (isWord(reader.peek(), word)) {
    reader.next();
    parts.push(part(reader));
  }
  return parts.length === 1 ? first : { kind, parts };
}

function primary(reader: Reader): Expression {
  if (reader.peek().text !== "(" || reader.peek().kind !== "sign") {
    return { kind: "comparison", left: operand(reader), operator: operator(reader), right: operand(reader) };
  }
  reader.next();
  const inner = alternatives(reader);
  closed(reader, ")");
  return inner;
}

function operator(reader: Reader): Operator {
  const token = reader.next();
  if (isWord(token, "NOT") && isWord(reader.peek(), "IN")) {
    reader.next();
    return "NOT IN";
  }
  const known = operators.get(token.text.toUpperCase());
  if (known === undefined) throw unexpected(token);
  return known;
}

function operand(reader: Reader): Operand {
  const token = reader.next();
  if (token.kind === "string") return { kind: "constant", value: unquoted(token.text) };
  if (token.kind === "number") return { kind: "constant", value: Number(token.text) };
  if (token.kind === "word") return wordOperand(token.text);
  if (token.text !== "[") throw unexpected(token);
  const items: Operand[] = [];
  while (reader.peek().text !== "]") {
    if (items.length > 0) closed(reader, ",");
    items.push(operand(reader));
  }
  closed(reader, "]");
  return { kind: "list", items };
}

function wordOperand(text: string): Operand {
  const constant = constants.get(text.toLowerCase());
  if (constant !== undefined) return { kind: "constant", value: constant };
  if (/^(AND|OR|NOT|HAS|IN|CONTAINS)$/i.test(text)) throw new ExpressionError(`${text} stands where a value must be`);
  return { kind: "key", path: text.split(".") };
}

function closed(reader: Reader, sign: string): void {
  const token = reader.next();
  if (token.kind !== "sign" || token.text !== sign) {
    throw new ExpressionError(`${sign} is missing before ${token.kind === "end" ? "the end" : token.text}`);
  }
}

function isWord(token: Token, word: string): boolean {
  return token.kind === "word" && token.text.toUpperCase() === word;
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, "$1");
}

function unexpected(token: Token): ExpressionError {
  return new ExpressionError(token.kind === "end" ? "it ends too early" : `${token.text} is not expected there`);
}
