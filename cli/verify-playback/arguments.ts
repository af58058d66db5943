import { parseArgs } from "node:util";
import { Mendable } from "../../local/engine/mendable.ts";
import { isRecordingSid, type RecordingSid } from "../../media/sid.ts";
import { isFlexToken, notAToken } from "./flex-token.ts";

export interface Arguments {
  stack: string;
  recording: RecordingSid;
  token: string;
}

const usage = "FLEX_TOKEN=… npm run verify:playback -- --stack dev --recording RE…";

/** Reads the command line and the environment. The token comes by the environment, as a command line is seen by all. */
export function readArguments(args: readonly string[], env: NodeJS.ProcessEnv): Arguments {
  const options = { stack: { type: "string", short: "s" }, recording: { type: "string" } } as const;
  const { stack, recording } = parseArgs({ args: [...args], options }).values;
  const token = env.FLEX_TOKEN?.trim();
  const wrong: string[] = [];
  if (!stack) wrong.push("--stack: is missing; name the stack whose playback is tried");
  if (recording === undefined || !isRecordingSid(recording)) {
    wrong.push("--recording: is no recording's SID; give RE and 32 hexadecimal digits of one that is archived");
  }
  if (!token) {
    wrong.push("FLEX_TOKEN: is not set; put the Flex token of somebody who may listen there, say a supervisor's");
  } else if (!isFlexToken(token)) {
    wrong.push(notAToken);
  }
  if (wrong.length > 0 || !stack || !token || recording === undefined || !isRecordingSid(recording)) {
    throw new Mendable([...wrong, usage].join("\n"));
  }
  return { stack, recording, token };
}
