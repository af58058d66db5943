import { createHash, createHmac } from "node:crypto";

/** The query parameter that stands for the body where that is JSON. */
export const bodyDigestParameter = "bodySHA256";

/**
 * `X-Twilio-Signature`: the URL as it is requested, for a form followed by its parameters in the order of their names,
 * signed with the account's auth token. A repeated parameter counts once a value.
 * https://www.twilio.com/docs/usage/security#validating-requests
 */
export function signatureOf(authToken: string, url: string, form: URLSearchParams = new URLSearchParams()): string {
  const fields = [...new Set(form.keys())]
    .sort()
    .flatMap((name) => [...new Set(form.getAll(name))].sort().map((value) => name + value));
  return createHmac("sha1", authToken)
    .update(url + fields.join(""), "utf8")
    .digest("base64");
}

/** Hex SHA-256 of a body, for `bodySHA256`. */
export function bodyDigest(body: string | Uint8Array): string {
  return createHash("sha256").update(body).digest("hex");
}
