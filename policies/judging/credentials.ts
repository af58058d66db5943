/** Credentials by how they look. */
const kinds: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["what looks like an auth token", /(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])/i],
  ["an AWS access key", /(?<![0-9A-Z])(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Z])/],
  ["a signed URL", /[?&](?:X-Amz-Signature|X-Amz-Credential|Signature)=[^&\s{]/i],
  ["a URL with a password", /\/\/[^/\s:@{}]*:[^/\s@{}]+@/],
  ["a token", /(?<![0-9A-Za-z_-])eyJ[\w-]{10,}\.[\w-]*\.?[\w-]*/],
  ["an Authorization header", /\b(?:Basic|Bearer) +[A-Za-z0-9+/_=.-]{8,}/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
];

const inQuery = /[?&](?:[a-z_-]*(?:token|secret|password|api_?key|access_?key))=[^&\s{]/i;

/** What credential a text holds, as far as one can be told by its looks. */
export function credentialIn(text: string): string | undefined {
  const found = kinds.find(([, pattern]) => pattern.test(text))?.[0];
  return found ?? (inQuery.test(text) ? "a URL with a credential in its query" : undefined);
}

const named =
  /(?:^|_)(?:auth_?token|api_?secret|secret_?(?:key|string|binary)|secret_access_key|access_?key|private_?key|client_?secret|password|passwd|token|secret|credentials?)$/;

/** Whether a property or variable holds a credential, by its name. Names of what leads to one, as in `SECRET_ARN`, don't count. */
export function namesCredential(name: string): boolean {
  return named.test(snakeCase(name).toLowerCase());
}

/** `authToken` as `auth_Token`. */
export function snakeCase(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, "$1_$2");
}
