import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createSecureContext, createServer } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { createServerCertificate } from "../../../../local/aws/certificate.ts";

const NAMES = ["localhost", "127.0.0.1", "*.lambda-url.eu-west-1.on.aws"];
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function parse(made = createServerCertificate(NAMES)) {
  return { made, server: new X509Certificate(made.chain), authority: new X509Certificate(made.authority) };
}

describe("the local server's certificate", () => {
  it("is signed by an authority that may sign, and may not sign itself", () => {
    const { server, authority } = parse();
    expect(server.verify(authority.publicKey)).toBe(true);
    expect(server.checkIssued(authority)).toBe(true);
    expect(authority.ca).toBe(true);
    expect(server.ca).toBe(false);
  });

  it("names what it was asked to name and nothing else", () => {
    const { server } = parse();
    expect(server.checkHost("localhost")).toBe("localhost");
    expect(server.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(server.checkHost("abc.lambda-url.eu-west-1.on.aws")).toBe("*.lambda-url.eu-west-1.on.aws");
    expect(server.checkHost("abc.lambda-url.us-east-1.on.aws")).toBeUndefined();
    expect(server.checkIP("127.0.0.2")).toBeUndefined();
  });

  it("is valid from a day ago for about a year", () => {
    const { server } = parse(createServerCertificate(NAMES, new Date("2031-03-01T12:30:45Z")));
    expect(new Date(server.validFrom).toISOString()).toBe("2031-02-28T12:30:45.000Z");
    expect(new Date(server.validTo).toISOString()).toBe("2032-04-01T12:30:45.000Z");
  });

  it("has another authority each time", () => {
    const first = parse();
    const second = parse();
    expect(first.server.verify(second.authority.publicKey)).toBe(false);
    expect(first.server.serialNumber).not.toBe(second.server.serialNumber);
  });

  it("lets a TLS client in that trusts the authority, and no other", async () => {
    const { made } = parse();
    const server = createServer({ cert: made.chain, key: made.key }, (socket) => socket.end("hello"));
    server.on("tlsClientError", () => {});
    closers.push(() => server.close());
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;

    const trusting = connect({ host: "127.0.0.1", port, secureContext: createSecureContext({ ca: made.authority }) });
    const [greeting] = await once(trusting, "data");
    expect(String(greeting)).toBe("hello");

    const stranger = connect({ host: "127.0.0.1", port, ca: parse().made.authority });
    await expect(once(stranger, "secureConnect")).rejects.toThrow(/self-signed|unable to verify|signature/);
  });
});
