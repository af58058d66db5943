import { type Attack, type Loot, player } from "./attack.ts";

/** Well-formed requests of those who may not hear, or not so. */
export function listenerAttacks({ recording, absent, valid, expired, foreign, withRoles }: Loot): Attack[] {
  const tokens: Record<string, string> = {
    expired,
    "another account's": foreign,
    "made up": "eyJhbGciOiJkaXIifQ..AAAA.BBBB.CCCC",
    "an unsigned JWT with an admin in it": [
      Buffer.from('{"alg":"none"}').toString("base64url"),
      Buffer.from('{"roles":["admin"],"valid":true}').toString("base64url"),
      "",
    ].join("."),
    "cut off": valid.slice(0, -1),
    "longer by one": `${valid}A`,
    "in capitals": valid.toUpperCase(),
    doubled: `${valid}${valid}`,
    "doubled with a comma": `${valid},${valid}`,
    "with the user twice": `token:${valid}`,
    "in quotes": `"${valid}"`,
    "with JSON around it": `{"token":"${valid}"}`,
    "with JSON behind it": `${valid}","valid":true,"x":"`,
    "a dot": ".",
    "a dash": "-",
    "the word true": "true",
    "a wildcard": "*",
    "a way up": "../../Tokens/validate",
    "an injected query": "?AccountSid=",
    "thirty thousand characters": `eyJ${"a".repeat(30_000)}`,
  };
  const roles: Record<string, string[]> = {
    none: [],
    "an agent's": ["agent"],
    "an empty one": [""],
    "with a capital": ["Admin"],
    "in capitals": ["SUPERVISOR"],
    "with a space": ["admin "],
    "with a comma": ["agent,admin"],
    "with a null byte": ["admin\u0000"],
    "with a line feed": ["admin\n"],
    "that begin like one": ["administrator", "supervisors"],
    "that end like one": ["not-admin", "xwfo.reports"],
    "the family without a member": ["wfo", "wfo."],
    "the pattern itself": ["wfo*", "*", ".*"],
    "with a Cyrillic letter": ["\u0430dmin", "wf\u043e.full_access"],
    "in fullwidth letters": ["\uff41dmin"],
    "a prototype's name": ["__proto__", "constructor", "toString"],
    "a hundred of them": Array.from({ length: 100 }, (_, index) => `agent.${index}`),
  };
  const origins: Record<string, string> = {
    "another site": "https://example.com",
    null: "null",
    "one that begins like it": "https://flex.twilio.com.example.com",
    "one that ends like it": "https://not-flex.twilio.com",
    "without TLS": "http://flex.twilio.com",
    "on another port": "https://flex.twilio.com:8443",
    "with a slash": "https://flex.twilio.com/",
    "in capitals": "HTTPS://FLEX.TWILIO.COM",
    "two of them": "https://flex.twilio.com, https://example.com",
    "an asterisk": "*",
    "a subdomain": "https://a.flex.twilio.com",
  };
  return [
    ...Object.entries(tokens).map(
      ([name, token]): Attack => ({
        name: `token: ${name}`,
        headers: player(token),
        status: 401,
      }),
    ),
    ...Object.entries(roles).flatMap(([name, some]): Attack[] =>
      [recording, absent].map((sid) => ({
        name: `roles: ${name}, ${sid === recording ? "a recording" : "none such"}`,
        query: `recording=${sid}`,
        headers: player(withRoles(...some)),
        status: 403,
      })),
    ),
    ...Object.entries(origins).map(
      ([name, origin]): Attack => ({
        name: `origin: ${name}`,
        headers: { ...player(valid), origin },
        status: 403,
      }),
    ),
    ...["HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "GETS", "BREW"].map(
      (method): Attack => ({
        name: `method: ${method}`,
        method,
        headers: { ...player(valid), "x-http-method-override": "GET" },
        status: 405,
      }),
    ),
    { name: "a recording that is not there", query: `recording=${absent}`, headers: player(valid), status: 404 },
  ];
}
