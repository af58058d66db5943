/** Whether a text can be a Flex token, which goes into a header. */
export function isFlexToken(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** What to do about a text that can't. */
export const notAToken = "FLEX_TOKEN: is no token; give it without quotes, spaces and line ends";
