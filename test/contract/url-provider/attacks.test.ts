import { readFile } from "node:fs/promises";
import type { ClientRequest } from "node:http";
import { request } from "node:https";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startLocalTwilio } from "../../../local/twilio/server.ts";
import { type Attack, player } from "../../unit/functions/url-provider/attacks/attack.ts";
import { attacks } from "../../unit/functions/url-provider/attacks/attacks.ts";
import { Cleanup, eventually } from "../local-aws/fixture.ts";
import { deployment, newRecordingSid, origin } from "./deployment.ts";

const cleanup = new Cleanup();
const name = "attacked";
const recording = newRecordingSid();

let stack: Awaited<ReturnType<typeof deployment>>;
let send: (attack: Omit<Attack, "status" | "name">) => Promise<{ status: number; body: string } | undefined>;
beforeAll(async () => {
  stack = await deployment(cleanup);
  await stack.putRecording(recording, Buffer.from("RIFF"));
  const { hostname } = new URL(await stack.deploy(name));
  const connection = {
    host: "127.0.0.1",
    port: stack.aws.port,
    servername: hostname,
    ca: await readFile(stack.aws.caFile, "utf8"),
    agent: false,
  };
  /** The request as it is, byte for byte; undefined where HTTP itself can't carry it, or carries no answer back. */
  send = ({ method = "GET", query = `recording=${recording}`, headers = {} }) =>
    new Promise((resolve) => {
      const all = Object.entries({ host: hostname, origin, ...headers }).filter(([, value]) => value !== undefined);
      let outgoing: ClientRequest;
      try {
        outgoing = request({ ...connection, method, path: `/?${query}`, headers: Object.fromEntries(all) });
      } catch {
        return resolve(undefined);
      }
      outgoing.once("error", () => resolve(undefined));
      outgoing.once("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", () => resolve(undefined));
        response.once("end", () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        );
      });
      outgoing.end();
    });
});
afterAll(() => cleanup.run());

test("none of them gets a media URL or breaks the function, and nothing of theirs is in its log", async () => {
  const { tokens } = stack.twilio.control;
  const issue = (roles: string[], expiresInSeconds = 600) =>
    tokens.issue({ identity: "attacker", roles, expiresInSeconds, length: 600 });
  const elsewhere = await startLocalTwilio({ accountSid: `AC${"e".repeat(32)}`, authToken: "another account's" });
  cleanup.add(() => elsewhere.close());
  const valid = issue(["admin"]);
  const table = attacks({
    recording,
    absent: newRecordingSid(),
    accountSid: stack.accountSid,
    valid,
    expired: issue(["admin"], -1),
    foreign: elsewhere.control.tokens.issue({ identity: "stranger", roles: ["admin"] }),
    withRoles: (...roles) => issue(roles),
  });
  // Otherwise they would all be refused for another reason than their own.
  expect((await send({ headers: player(valid) }))?.status).toBe(200);

  const answered: string[] = [];
  const otherwise: string[] = [];
  for (const attack of table) {
    const answer = await send(attack);
    if (answer === undefined) continue;
    answered.push(attack.name);
    expect(answer.body, attack.name).not.toMatch(/media_url|X-Amz/i);
    expect(answer.status, attack.name).toBeGreaterThanOrEqual(400);
    expect(answer.status, attack.name).toBeLessThan(500);
    if (answer.status !== attack.status) otherwise.push(`${attack.name}: ${answer.status}`);
  }
  // The front end itself refuses what is too long for it, and what looks like a signature.
  expect(otherwise.filter((refusal) => !/: (403|431)$/.test(refusal))).toEqual([]);
  expect(answered.length).toBeGreaterThanOrEqual(150);

  await eventually(async () => (await stack.logText(name)).includes("recording_not_found"));
  const log = await stack.logText(name);
  for (const secret of [valid, "dG9rZW46", "Basic ", "X-Amz", stack.key.secret, "https://"]) {
    expect(log).not.toContain(secret);
  }
});
