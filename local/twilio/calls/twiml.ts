/** Characters that are said in a second, or about as many. */
const charactersPerSecond = 15;

/**
 * How long a caller stays on the line who does what a TwiML document says, in seconds; Infinity where it never ends.
 * Undefined where it holds anything but Say, Pause and Hangup.
 * https://www.twilio.com/docs/voice/twiml
 */
export function secondsOf(twiml: string): number | undefined {
  const inside = /^\s*(?:<\?xml[^>]*\?>\s*)?<Response(?:\s*\/>|\s*>([\s\S]*)<\/Response>)\s*$/.exec(twiml);
  if (!inside) return undefined;
  const verb = /^\s*<(Say|Pause|Hangup)((?:\s+[\w-]+="[^"<]*")*)\s*(?:\/>|>([^<]*)<\/\1>)/;
  let [rest, seconds] = [inside[1] ?? "", 0];
  while (rest.trim() !== "") {
    const [whole, name, attributes = "", text = ""] = verb.exec(rest) ?? [];
    if (whole === undefined) return undefined;
    if (name === "Hangup") return seconds;
    seconds += name === "Pause" ? numberOf(attributes, "length", 1) : saySeconds(attributes, text);
    rest = rest.slice(whole.length);
  }
  return seconds;
}

/** `loop="0"` says it until the call ends. */
function saySeconds(attributes: string, text: string): number {
  const loop = numberOf(attributes, "loop", 1);
  return loop === 0 ? Number.POSITIVE_INFINITY : loop * Math.ceil(text.trim().length / charactersPerSecond);
}

function numberOf(attributes: string, name: string, absent: number): number {
  const [, text] = new RegExp(`\\s${name}="(\\d+)"`).exec(attributes) ?? [];
  return text === undefined ? absent : Number(text);
}
