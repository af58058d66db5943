import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";

/** PEM texts of a server's certificate, its private key and the authority that signed it. */
export interface ServerCertificate {
  /** What clients must trust. The authority's key is thrown away at once, so it can never sign another name. */
  authority: string;
  /** The server's certificate followed by the authority's. */
  chain: string;
  key: string;
}

const VALID_DAYS = 397;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Makes a certificate for a server on this machine, signed by an authority of its own (RFC 5280, ECDSA P-256).
 * `names` are host names, `*.` allowed in front, or IPv4 addresses.
 */
export function createServerCertificate(names: readonly string[], now = new Date()): ServerCertificate {
  const authority = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const server = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const authorityName = distinguishedName("flex-media local authority");
  const validity = sequence(utcTime(new Date(now.getTime() - DAY_MS)), utcTime(addDays(now, VALID_DAYS)));

  const authorityCertificate = signedCertificate({
    subject: authorityName,
    issuer: authorityName,
    publicKey: authority.publicKey,
    issuerKeys: authority,
    validity,
    extensions: [
      extension(OID.basicConstraints, true, sequence(BOOLEAN_TRUE, integer(Buffer.from([0])))),
      extension(OID.keyUsage, true, keyUsage(0b00000110, 1)),
    ],
  });
  const serverCertificate = signedCertificate({
    subject: distinguishedName("flex-media local server"),
    issuer: authorityName,
    publicKey: server.publicKey,
    issuerKeys: authority,
    validity,
    extensions: [
      extension(OID.basicConstraints, true, sequence()),
      extension(OID.keyUsage, true, keyUsage(0b10000000, 7)),
      extension(OID.extendedKeyUsage, false, sequence(objectIdentifier(OID.serverAuthentication))),
      extension(OID.subjectAlternativeName, false, sequence(...names.map(generalName))),
    ],
  });
  return {
    authority: pem(authorityCertificate),
    chain: pem(serverCertificate) + pem(authorityCertificate),
    key: server.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

interface CertificateParts {
  subject: Buffer;
  issuer: Buffer;
  publicKey: KeyObject;
  issuerKeys: { publicKey: KeyObject; privateKey: KeyObject };
  validity: Buffer;
  extensions: Buffer[];
}

function signedCertificate(parts: CertificateParts): Buffer {
  const algorithm = sequence(objectIdentifier(OID.ecdsaWithSha256));
  const extensions = sequence(
    ...parts.extensions,
    extension(OID.subjectKeyIdentifier, false, tagged(TAG.octetString, keyIdentifier(parts.publicKey))),
    extension(
      OID.authorityKeyIdentifier,
      false,
      sequence(tagged(contextTag(0), keyIdentifier(parts.issuerKeys.publicKey))),
    ),
  );
  const body = sequence(
    tagged(constructedContextTag(0), integer(Buffer.from([2]))),
    integer(serialNumber()),
    algorithm,
    parts.issuer,
    parts.validity,
    parts.subject,
    parts.publicKey.export({ type: "spki", format: "der" }),
    tagged(constructedContextTag(3), extensions),
  );
  return sequence(body, algorithm, bitString(sign("sha256", body, parts.issuerKeys.privateKey), 0));
}

const OID = {
  commonName: "2.5.4.3",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAlternativeName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  authorityKeyIdentifier: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
  serverAuthentication: "1.3.6.1.5.5.7.3.1",
} as const;

const TAG = { integer: 0x02, bitString: 0x03, octetString: 0x04, oid: 0x06, utf8String: 0x0c, utcTime: 0x17 } as const;
const BOOLEAN_TRUE = Buffer.from([0x01, 0x01, 0xff]);

function contextTag(number: number): number {
  return 0x80 | number;
}

function constructedContextTag(number: number): number {
  return 0xa0 | number;
}

function tagged(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

function sequence(...items: Buffer[]): Buffer {
  return tagged(0x30, ...items);
}

function integer(bytes: Buffer): Buffer {
  return tagged(TAG.integer, bytes);
}

/** Positive, without a leading zero byte. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

function bitString(bits: Buffer, unusedBits: number): Buffer {
  return tagged(TAG.bitString, Buffer.from([unusedBits]), bits);
}

function keyUsage(bits: number, unusedBits: number): Buffer {
  return bitString(Buffer.from([bits]), unusedBits);
}

function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return tagged(TAG.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}

function extension(oid: string, critical: boolean, value: Buffer): Buffer {
  return sequence(objectIdentifier(oid), ...(critical ? [BOOLEAN_TRUE] : []), tagged(TAG.octetString, value));
}

function distinguishedName(commonName: string): Buffer {
  const attribute = sequence(objectIdentifier(OID.commonName), tagged(TAG.utf8String, Buffer.from(commonName)));
  return sequence(tagged(0x31, attribute));
}

function generalName(name: string): Buffer {
  return isIP(name) === 4
    ? tagged(contextTag(7), Buffer.from(name.split(".").map(Number)))
    : tagged(contextTag(2), Buffer.from(name, "ascii"));
}

function keyIdentifier(key: KeyObject): Buffer {
  return createHash("sha1")
    .update(key.export({ type: "spki", format: "der" }))
    .digest();
}

function utcTime(date: Date): Buffer {
  const digits = date.toISOString().slice(2, 19).replace(/[-:T]/g, "");
  return tagged(TAG.utcTime, Buffer.from(`${digits}Z`));
}

function addDays(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_MS);
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
