import type { Change } from "../change.ts";

/** What of drift `pulumi up --refresh` does not put right, and what does; undefined where it does. */
export function notRestored({ type, operation, properties }: Change): string | undefined {
  if (operation === "delete") return undefined;
  const has = (pattern: RegExp) => properties.some(({ path }) => pattern.test(path));
  if (isOfCode({ type, properties })) {
    return "an `up` brings back no code, as AWS's provider compares that of the program alone; bring up a commit that changes the function's code";
  }
  if (type === "twilio:phone:IncomingNumber" && has(/^(trunkSid|(voice|sms)ApplicationSid)$/)) {
    return "an `up` refuses a number whose calls or messages something else takes; take that away from it in the Console first";
  }
  return undefined;
}

/** Whether it is the code of a Lambda function: once a refresh has noted that, no report shows it any more. */
export function isOfCode({ type, properties }: Pick<Change, "type" | "properties">): boolean {
  return type === "aws:lambda/function:Function" && properties.some(({ path }) => path === "codeSha256");
}

/** Whether some of it is put right in another way. */
export function hasExceptions(changes: readonly Change[]): boolean {
  return changes.some((change) => notRestored(change) !== undefined);
}
