import fc from "fast-check";
import { expect, test } from "vitest";
import { flowWithoutCredentials } from "../../../policies/flow-without-credentials.ts";
import { ask, unknown, violations } from "./asked.ts";
import { flow, malformed, type State, unreadable } from "./flows.ts";

const hex = "0123456789abcdef0123456789abcdef";
const request = (properties: Record<string, unknown>): State => ({
  name: "Ask",
  type: "make-http-request",
  properties,
});

test("flows that name workflows, functions and variables pass", async () => {
  const harmless = request({
    url: "https://desk-1234.twil.io/look-up?number={{trigger.call.From}}&token={{flow.variables.token}}",
    service_sid: `ZS${hex}`,
    function_sid: `ZH${hex}`,
    workflow: `WW${hex}`,
    body: '{"caller": "{{trigger.call.From | to_json}}", "recording": "{{widgets.CallRecording.Sid}}"}',
    parameters: [
      { key: "api_key", value: "{{flow.variables.key}}" },
      { key: "language", value: "en-US" },
      { key: "Authorization", value: "Bearer {{widgets.GetToken.parsed.access_token}}" },
    ],
    variables: [
      { key: "password_reset", value: "true" },
      { key: "boarding_pass", value: "true" },
    ],
    say: "For Basic services, press one, or say your password after the tone. No token is needed.",
  });
  expect(await violations(flowWithoutCredentials, [flow(), flow([harmless])])).toEqual([]);
  expect(await violations(flowWithoutCredentials, [])).toEqual([]);
});

test.each([
  ["an account SID", `AC${hex}`],
  ["an API key's SID", `SK${hex}`],
  ["an auth token", hex],
  ["an AWS access key", "AKIAIOSFODNN7EXAMPLE"],
  ["a URL with a password", "https://user:hunter22@example.com/"],
  ["a signed URL", "https://b.s3.amazonaws.com/k?X-Amz-Signature=0a1b2c3d"],
  ["a token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"],
  ["a header", "Basic QUMwMTIzOnNlY3JldHNlY3JldA=="],
  ["a query", "https://example.com/?api_key=s3cr3tv4lue"],
])("%s is found wherever it stands, and never repeated", async (_, text) => {
  const places = fc.constantFrom<(value: string) => State>(
    (value) => request({ url: value }),
    (value) => request({ say: `Welcome. ${value} is what you need.` }),
    (value) => request({ parameters: [{ key: "a", value }] }),
    (value) => request({ deep: [{ down: { there: [value] } }] }),
  );
  await fc.assert(
    fc.asyncProperty(places, async (place) => {
      const told = await violations(flowWithoutCredentials, [flow([place(text)])]);
      expect(told).toHaveLength(1);
      expect(told[0]).toMatch(
        /^voice\.definition\.states\[1\]\.properties\..*: is text with .*, but flows are read by /,
      );
      expect(told[0]).not.toContain(text);
      expect(told[0]).not.toMatch(/[0-9a-f]{32}|hunter22|s3cr3t|eyJ|QUM/);
    }),
    { numRuns: 8 },
  );
});

test.each([
  [{ sip_password: "hunter22" }, "properties.sip_password"],
  [{ authToken: "abc" }, "properties.authToken"],
  [{ parameters: [{ key: "access_token", value: "abc" }] }, "properties.parameters[0].value"],
  [{ variables: [{ key: "token", value: "abc" }] }, "properties.variables[0].value"],
  [{ body: '{"user":"a","password":"b"}' }, "properties.body.password"],
  [{ parameters: [{ key: "X-Api-Key", value: "abc" }] }, "properties.parameters[0].value"],
  [{ parameters: [{ key: "Authorization", value: "{{a}}:abc" }] }, "properties.parameters[0].value"],
])("%j is a credential by its name", async (properties, path) => {
  const [told, ...others] = await violations(flowWithoutCredentials, [flow([request(properties)])]);
  expect(others).toEqual([]);
  expect(told).toContain(`voice.definition.states[1].${path}: is text with a credential, by its `);
});

test("names and messages of a flow are looked at as well", async () => {
  const told = await violations(flowWithoutCredentials, [
    flow([], { friendlyName: `AC${hex}`, commitMessage: `AC${hex}` }),
  ]);
  expect(told.map((message) => message.split(":")[0])).toEqual(["voice.friendlyName", "voice.commitMessage"]);
});

test.each(malformed.slice(0, 2))("a flow that can't be read counts as wrong", async (given) => {
  expect(await violations(flowWithoutCredentials, [given])).toEqual([unreadable]);
});

test("a definition that is not known yet is asked about at the update", async () => {
  expect(await ask(flowWithoutCredentials, [flow([], { definition: unknown })])).toEqual({
    violations: [],
    unknown: true,
  });
});
