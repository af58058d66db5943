/**
 * What Twilio is to do when the intake can't take a callback, as it reads it in a URL's fragment: five more tries after
 * whatever went wrong, throttling included. By itself it tries again only where it could not connect.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
const connectionOverrides = "#rc=5&rp=all";

/**
 * The intake's URL as Twilio is given it.
 * @param url without a slash at the end
 */
export function callbackUrlOf(url: string): string {
  return `${url}/${connectionOverrides}`;
}
