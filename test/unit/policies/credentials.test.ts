import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { credentialsIn } from "../../../policies/judging/credential-search.ts";
import { credentialIn, isCredential, namesCredential } from "../../../policies/judging/credentials.ts";

const hex = "0123456789abcdef0123456789abcdef";
const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

describe("a text by its looks", () => {
  test.each([
    "For Basic services, press one. For basic information, press two.",
    "Checks Basic authentication of the player.",
    "The bearer instructions-for-operators of 24 pages, and Bearer tokens in general.",
    `arn:aws:kms:eu-west-1:111122223333:key/mrk-${hex}`,
    `mrk-${hex}`,
    "Please say your password after the tone.",
    "https://example.com/?token={{flow.variables.token}}&tokens=7&page_size=50",
    '{"password": "{{flow.variables.password}}", "age": {{flow.variables.age}}}',
    '{"authorization":"Bearer {{widgets.GetToken.parsed.access_token}}"}',
    '{"token": "{{widgets["GetToken"].token}}", "age": {{flow.variables.age}}}',
    "https://example.com/?token={{flow.variables.a}}-{{flow.variables.b}}",
    `AC${hex}`,
  ])("is nothing: %j", (text) => expect(credentialIn(text)).toBeUndefined());

  test.each([
    ["what looks like an auth token", hex],
    ["what looks like an auth token", `remark-${hex}`],
    ["an Authorization header", basic("user:pässword")],
    ["an Authorization header", `authorization: ${basic("AC1:secret").toLowerCase().slice(0, 6)}QUMxOnNlY3JldA==`],
    ["an Authorization header", "Bearer abcdefghijklmnopqrstuvwxyz012345"],
    ["a credential in a URL's query", "https://example.com/?a=b&access_token=abc"],
    ["a credential in a URL's query", "client_secret=abc&grant=x"],
    ["a credential in a URL's query", "https://example.com/?token={{ flow.variables.t | default: 's3cr3tvalue' }}"],
    [
      "a credential in JSON",
      '{"age": {{flow.variables.age}}, "token": "{{flow.variables.t | default: "s3cr3tvalue"}}"}',
    ],
    ["a credential in JSON", '{"age": {{flow.variables.age}}, "api_key": "abc"}'],
  ])("is %s: %j", (what, text) => expect(credentialIn(text)).toBe(what));

  test("is a header wherever a user and a password are in it, and never with words alone", () => {
    const word = fc.stringMatching(/^[ -9;-~]{1,20}$/);
    fc.assert(
      fc.property(word, word, (user, password) => {
        expect(credentialIn(`call with ${basic(`${user}:${password}`)}`)).toBe("an Authorization header");
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom("services", "authentication", "support", "plan", "information", "level"), (text) => {
        expect(credentialIn(`Basic ${text}`)).toBeUndefined();
      }),
    );
  });
});

describe("a name", () => {
  test.each([
    ...[
      "TWILIO_AUTH_TOKEN",
      "apiSecret",
      "AWS_SECRET_ACCESS_KEY",
      "dbPassword",
      "PLAYER_TOKEN",
      "credentials",
      "token",
    ],
    ...["API_KEY", "X-Api-Key", "apiKey", "AUTHORIZATION", "CARRIER_PASS", "accessToken", "password2", "API_KEY_1"],
    ...["pass", "PASS_1", "dbPass", "USER_PASS", "userpass", "smtp-pass", "MY_SIP_PASS"],
    ...["client.secret", "passphrase", "secretString", "privateKey"],
  ])("%s is a credential's", (name) => expect(namesCredential(name)).toBe(true));

  test.each([
    ...["TWILIO_SECRET_ARN", "secretId", "TOKEN_MEMORY_SECONDS", "kmsMasterKeyId", "authorizationType", "tokens"],
    ...["password_reset", "finish_on_key", "key", "bypass", "SSH_ASKPASS", "PWD", "passed", "compass", ""],
    ...["boarding_pass", "seasonPass", "ski-pass", "PASSES", "trespass"],
  ])("%s is not", (name) => expect(namesCredential(name)).toBe(false));

  test("says nothing of a SID, which is public, nor of what the call says", () => {
    expect(isCredential("API_KEY", `SK${hex}`)).toBe(false);
    expect(isCredential("API_KEY", " {{flow.variables.key}} ")).toBe(false);
    expect(isCredential("API_KEY", "{{flow.variables.key}}abc")).toBe(true);
    expect(isCredential("API_KEY", "")).toBe(false);
  });

  test.each([
    "Bearer {{widgets.GetToken.parsed.access_token}}",
    "Basic {{flow.variables.user}}:{{flow.variables.b}}",
    "{{flow.variables.a}}-{{flow.variables.b}}",
    "{% if flow.variables.a %}{{flow.variables.a}}{% endif %}",
    "{%- if flow.variables.a == 'eu1' -%}{{flow.variables.a}}{%- else -%}{{flow.variables.b}}{%- endif -%}",
    "{{ widgets[\"GetToken\"].parsed['access_token'] | strip }}",
  ])("nor of what Liquid makes of the call: %j", (text) => expect(isCredential("Authorization", text)).toBe(false));

  test.each([
    '{{ flow.variables.t | default: "s3cr3tvalue" }}',
    "Bearer {{ 's3cr3tvalue' }}",
    '{% assign t = "s3cr3tvalue" %}{{t}}',
    "{% if flow.variables.a %}s3cr3tvalue{% endif %}",
    "Bearer s3cr3tvalue{{flow.variables.a}}",
    "Bearer {{flow.variables.a",
    "Bearer Basic {{flow.variables.a}}",
    "Bearer",
    "---",
  ])("but all of what is written into it: %j", (text) => expect(isCredential("Authorization", text)).toBe(true));
});

describe("within a value", () => {
  const found = (value: unknown) => [...credentialsIn(value)].map(({ path }) => path);

  test("JSON in a text is looked through, however deep it is", () => {
    const text = JSON.stringify({
      user: "a",
      password: "b",
      list: [{ "api-key": "c" }, JSON.stringify({ token: "d" })],
    });
    expect(found({ body: text })).toEqual(["body.password", "body.list[0].api-key", "body.list[1].token"]);
    expect(found({ body: '{"password": "{{flow.variables.password}}", "token": ""}' })).toEqual([]);
    expect(found({ body: `{"${hex}": 1}` })).toEqual(["body"]);
    expect(found(["7", "null", "{", '"text"', "[]", null, 7, undefined, new Date()])).toEqual([]);
  });

  test("a pair's value stands under the pair's key", () => {
    const pairs = [
      { key: "access_token", value: "a" },
      { key: "password_reset", value: "true" },
      { key: "token", value: "{{flow.variables.token}}" },
      { key: 7, value: "b" },
    ];
    expect(found({ parameters: pairs })).toEqual(["parameters[0].value"]);
  });

  test("each is found once, whatever stands around it", () => {
    const nested = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constant("plain"),
        fc.array(tie("value"), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom("a", "b"), tie("value"), { maxKeys: 2 }),
        tie("value").map((value) => JSON.stringify(value)),
      ),
    })).value;
    fc.assert(
      fc.property(nested, (value) => {
        expect(found(value)).toEqual([]);
        expect(found({ value, list: [{ password: "x" }] })).toEqual(["list[0].password"]);
        expect(found(JSON.stringify({ value, secret: "x" }))).toEqual(["secret"]);
      }),
    );
  });
});
