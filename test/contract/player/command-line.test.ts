import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Stack } from "../../../cli/stack/stack.ts";
import { readArguments } from "../../../cli/verify-playback/arguments.ts";
import { playbackOf } from "../../../cli/verify-playback/stack.ts";
import { PROJECT_FOLDER } from "../../../local/engine/project.ts";

const recording = `RE${"0".repeat(32)}`;
const playbackUrl = "https://abc.lambda-url.us-east-1.on.aws";

/** A stack whose Pulumi tells this. */
const stack = (outputs: unknown, config: Record<string, string> = {}, name = "dev"): Stack => ({
  name,
  environment: {},
  async pulumi(args) {
    const values = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value, secret: false }]));
    const secret = { "twilio:authToken": { secret: true } };
    return { code: 0, stdout: JSON.stringify(args[0] === "stack" ? outputs : { ...values, ...secret }), stderr: "" };
  },
});

test("a mistake on the command line is a few sentences and exit code 1, without a stack trace", async () => {
  const script = join(PROJECT_FOLDER, "cli/verify-playback.ts");
  const env = { ...process.env, FLEX_TOKEN: "" };
  const [code, output] = await new Promise<[unknown, string]>((resolve) => {
    execFile(process.execPath, [script, "--recording", "RE1"], { env }, (error, stdout, stderr) => {
      resolve([error?.code, stdout + stderr]);
    });
  });
  expect(code).toBe(1);
  expect(output.trim().split("\n")).toEqual([
    "--stack: is missing; name the stack whose playback is tried",
    "--recording: is no recording's SID; give RE and 32 hexadecimal digits of one that is archived",
    "FLEX_TOKEN: is not set; put the Flex token of somebody who may listen there, say a supervisor's",
    "FLEX_TOKEN=… npm run verify:playback -- --stack dev --recording RE…",
  ]);
});

describe("the arguments", () => {
  const args = ["--stack", "dev", "--recording", recording];

  test("are read, with the token from the environment", () => {
    expect(readArguments(args, { FLEX_TOKEN: " a.b.c\n" })).toEqual({ stack: "dev", recording, token: "a.b.c" });
  });

  test.each(["a b", "„a“", "a\nb"])("have no token like %j", (token) => {
    expect(() => readArguments(args, { FLEX_TOKEN: token })).toThrow(/^FLEX_TOKEN: is no token/);
  });
});

describe("a stack tells", () => {
  test("where it plays, for pages of which origin", async () => {
    expect(await playbackOf(stack({ playbackUrl }))).toMatchObject({
      playbackUrl,
      origin: "https://flex.twilio.com",
    });
    const config = { "flex-media:playback": '{"origins":["https://flex.example.com","https://b.example.com"]}' };
    const { origin } = await playbackOf(stack({ playbackUrl }, config));
    expect(origin).toBe("https://flex.example.com");
  });

  test("that it lives in a local AWS, which must be served", async () => {
    const local = stack({ playbackUrl }, { "aws:endpoints": '[{"lambda":"https://127.0.0.1:1234"}]' });
    await expect(playbackOf(local)).rejects.toThrow("`npm start` serves it");
  });

  test("that it isn't there, or not yet up", async () => {
    const absent = async () => ({ code: 6, stdout: "", stderr: "error: no stack named 'nostack' found\n" });
    await expect(playbackOf({ ...stack({}), name: "nostack", pulumi: absent })).rejects.toThrow(
      /^--stack: no stack named 'nostack' found; `npm run flex-media -- init --stack nostack` makes it/,
    );
    await expect(playbackOf(stack({}))).rejects.toThrow("up --stack dev` first");
  });
});
