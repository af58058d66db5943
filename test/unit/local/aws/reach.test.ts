import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createServerCertificate } from "../../../../local/aws/certificate.ts";
import { fetchWithFunctionUrls } from "../../../../local/aws/function-url-fetch.ts";
import { type LocalAwsAddress, localAwsBrowserSwitches, localAwsFetch } from "../../../../local/aws/reach.ts";

let server: Server;
let aws: LocalAwsAddress;
let folder: string;
beforeEach(async () => {
  const { chain, key, authority } = createServerCertificate(["127.0.0.1", "*.lambda-url.us-east-1.on.aws"]);
  server = createServer({ cert: chain, key }, async (request, response) => {
    if (request.url === "/empty") {
      response.writeHead(204).end();
      return;
    }
    response.writeHead(
      201,
      [
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
      ].flat(),
    );
    response.end(JSON.stringify([request.method, request.headers.host, request.url, await text(request)]));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  folder = await mkdtemp(join(tmpdir(), "flex-media-reach-"));
  aws = { port: (server.address() as AddressInfo).port, caFile: join(folder, "ca.pem") };
  await writeFile(aws.caFile, authority);
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

describe("localAwsFetch", () => {
  it("asks the emulator for a function URL under the URL's own name", async () => {
    const response = await localAwsFetch(aws)("https://abc.lambda-url.us-east-1.on.aws/a%20b?c=d", {
      method: "POST",
      body: "hello",
    });
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    const host = "abc.lambda-url.us-east-1.on.aws";
    expect(await response.json()).toEqual(["POST", host, "/a%20b?c=d", "hello"]);
  });

  it("asks for an address of the emulator's own as it stands", async () => {
    const response = await localAwsFetch(aws)(`https://127.0.0.1:${aws.port}/bucket/key`);
    expect(await response.json()).toEqual(["GET", `127.0.0.1:${aws.port}`, "/bucket/key", ""]);
    expect(await (await localAwsFetch(aws)(`https://127.0.0.1:${aws.port}/empty`)).text()).toBe("");
  });

  it.each(["https://example.com/", "https://127.0.0.1:1/", "https://on.aws.example.com/"])(
    "goes nowhere else: %s",
    async (url) => {
      await expect(localAwsFetch(aws)(url)).rejects.toThrow(`${new URL(url).origin} is not served by the local AWS.`);
    },
  );

  it("refuses a name that the certificate does not carry", async () => {
    await expect(localAwsFetch(aws)("https://abc.lambda-url.eu-west-1.on.aws/")).rejects.toThrow(/altnames/);
  });
});

describe("localAwsBrowserSwitches", () => {
  it("maps function URLs to the port and pins the authority", async () => {
    expect(await localAwsBrowserSwitches(aws)).toEqual([
      `--host-resolver-rules=MAP *.lambda-url.*.on.aws 127.0.0.1:${aws.port}`,
      expect.stringMatching(/^--ignore-certificate-errors-spki-list=[A-Za-z0-9+/]{43}=$/),
    ]);
  });
});

describe("a fetch for callbacks", () => {
  it("brings a signed form to a function's URL at the emulator, byte for byte", async () => {
    const body = new URLSearchParams({ RecordingSid: "RE1", From: "+1 415" }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": "s=" };
    const url = "https://abc.lambda-url.us-east-1.on.aws/hook?a=1";
    const answer = await fetchWithFunctionUrls(aws)(url, { method: "POST", headers, body });
    expect(await answer.json()).toEqual(["POST", "abc.lambda-url.us-east-1.on.aws", "/hook?a=1", body]);
  });

  it("goes elsewhere as it always does, and ends when it is told to", async () => {
    const elsewhere = fetchWithFunctionUrls(aws)("data:text/plain,there");
    expect(await (await elsewhere).text()).toBe("there");
    const url = "https://abc.lambda-url.us-east-1.on.aws/";
    await expect(fetchWithFunctionUrls(aws)(url, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});
