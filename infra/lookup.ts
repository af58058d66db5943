import { RunError } from "@pulumi/pulumi";

/** The SDK's words in front of the provider's own. */
const invocation = /^invocation of twilio:\S+ returned an error: /;

/** Why the account gave no answer, in the provider's words. Pulumi shows such an error without a stack trace. */
export class LookupError extends RunError {
  /** What is wrong with this property of what was asked; `undefined` where something else went wrong. */
  reasonFor(property: string): string | undefined {
    const before = `${property}: `;
    return this.message.startsWith(before) ? this.message.slice(before.length).replace(/\.$/, "") : undefined;
  }
}

/**
 * What the account answers.
 * @throws {LookupError} where it gives no answer
 */
export async function lookedUp<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof Error && invocation.test(error.message))) throw error;
    throw new LookupError(error.message.replace(invocation, ""));
  }
}

/**
 * What the account answers, or why it has nothing by that name.
 * @param property What was asked by.
 * @throws {LookupError} where it couldn't be asked: that says nothing about the name
 */
export async function named<T>(
  property: string,
  asked: Promise<T>,
): Promise<{ found: T; reason?: never } | { found?: never; reason: string }> {
  try {
    return { found: await lookedUp(asked) };
  } catch (error) {
    const reason = error instanceof LookupError ? error.reasonFor(property) : undefined;
    if (reason === undefined) throw error;
    return { reason };
  }
}
