import fc from "fast-check";
import { expect, test } from "vitest";
import { abbreviated, code, prose } from "../../../../cli/changes/markdown/escape.ts";

/** Text as somebody writes who wants to break out of it. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "`",
        "``",
        "|",
        "\\",
        "\\|",
        "@admin",
        "#12",
        "GH-7",
        "\n",
        "\r\n",
        "<!--",
        "-->",
        "</details>",
        "[x](y)",
      ),
      fc.constantFrom(
        "```\n",
        "https://evil.example/?a=b",
        "www.evil.example",
        "&#64;",
        "&lt;",
        " ",
        "*b*",
        "__",
        "~~",
        "1. ",
        "- ",
      ),
      fc.constantFrom("\u202E", "\u200B", "deadbeefdeadbeef", "a@b.example", "::error::", "{{x}}", "$x$", ":smile:"),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

/** What a browser shows of entities. */
function decoded(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

test("prose keeps nothing that Markdown or GitHub reads as more than text", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const written = prose(text);
      expect(written).not.toMatch(/[\n\r\u2028\u2029|`<>[\]*_~@\\]/u);
      expect(written.replaceAll(/&#\d+;/g, "")).not.toMatch(/[&#]/);
      expect(written).not.toMatch(/:\/\/|www\.|::/i);
      expect(written).not.toMatch(/^\s*([-+]|\d+[.)])/);
      // What GitHub looks for once entities are read: mentions, references to issues and commits.
      const shown = decoded(written);
      expect(shown).not.toMatch(/@[A-Za-z0-9]|#\d|\bGH-\d/i);
      expect(shown).not.toMatch(/(?<![\p{L}\p{N}\u200B])[0-9a-f]{7,40}(?![\p{L}\p{N}])/u);
    }),
    { numRuns: 2000 },
  );
});

test("prose says what it was given", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => {
      expect(decoded(prose(text)).replaceAll("\u200B", "")).toBe(text);
    }),
  );
});

test("code is one span, whatever is in it, and says what it was given", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const written = code(text);
      expect(written).not.toMatch(/[\n\r|]/);
      const [, plain] = /^`([^`]+)`$/.exec(written) ?? [];
      const [, marked] = /^<code>((?:[\p{L}\p{M}\p{N} ]|&#\d+;)+)<\/code>$/u.exec(written) ?? [];
      expect(plain ?? marked).toBeDefined();
      // A backslash before what follows a span in a table would take its end away.
      expect(plain ?? "").not.toMatch(/\\/);
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii", minLength: 1 }), (text) => {
      expect(
        decoded(
          code(text)
            .replace(/^`(.*)`$/, "$1")
            .replace(/^<code>(.*)<\/code>$/, "$1"),
        ),
      ).toBe(text);
    }),
  );
  expect(code("")).toBe("<code>&#34;&#34;</code>");
});

test("identifiers of accounts are shortened, and names stay", () => {
  expect(
    abbreviated(`FW${"0a".repeat(16)} on https://abcdefghij0123456789abcdefghij01.lambda-url.us-east-1.on.aws/`),
  ).toBe("FW… on https://….lambda-url.us-east-1.on.aws/");
  expect(abbreviated("arn:aws:s3:::recordings-a9f3511/recordings/*")).toBe("arn:aws:s3:::recordings-…/recordings/*");
  expect(abbreviated("arn:aws:sqs:us-east-1:123456789012:archive-0abcdef")).toBe("arn:aws:sqs:us-east-1:…:archive-…");
  expect(abbreviated("attachment-limits")).toBe("attachment-limits");
  expect(abbreviated("http://127.0.0.1:8080/x")).toBe("http://127.0.0.1:…/x");
});
