import { parseArgs } from "node:util";
import { Mistake } from "./mistake.ts";
import { startLocalTwilio } from "./server.ts";

const usage = `Usage: node local/twilio/main.ts --account-sid AC… --auth-token …
  [--port N] [--state FILE] [--record FILE] [--with-parent]`;

/** Serves until SIGTERM or SIGINT, or until standard input ends where `--with-parent` is given. */
async function main(): Promise<void> {
  const options = readOptions();
  const twilio = await startLocalTwilio(options);
  process.stdout.write(`${JSON.stringify({ url: twilio.url })}\n`);
  await toldToStop(options.withParent);
  await twilio.close();
}

function readOptions() {
  const values = parseOptions();
  const { port = "0", "account-sid": accountSid, "auth-token": authToken } = values;
  if (accountSid === undefined || authToken === undefined) {
    throw new Mistake(`--account-sid and --auth-token: are both needed\n${usage}`);
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Mistake(`--port: ${port} is no port\n${usage}`);
  return {
    port: Number(port),
    accountSid,
    authToken,
    stateFile: values.state,
    recordFile: values.record,
    withParent: values["with-parent"] ?? false,
  };
}

function parseOptions() {
  try {
    return parseArgs({
      options: {
        port: { type: "string" },
        "account-sid": { type: "string" },
        "auth-token": { type: "string" },
        state: { type: "string" },
        record: { type: "string" },
        "with-parent": { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new Mistake(`${error instanceof Error ? error.message : error}\n${usage}`, { cause: error });
  }
}

function toldToStop(withParent: boolean): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => resolve());
    if (!withParent) return;
    process.stdin.on("end", () => resolve()).on("error", () => resolve());
    process.stdin.resume();
  });
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`local Twilio: ${error instanceof Mistake ? error.message : (error?.stack ?? error)}\n`);
    process.exit(1);
  },
);
