import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ServiceFailure } from "../../../../functions/lambda/service-failure.ts";
import { awsService, encoded } from "../../../../functions/url-provider/aws.ts";
import { now } from "./fixture.ts";

const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "session+/=" };
const service = (name: "s3" | "secretsmanager") =>
  awsService({ service: name, region: "us-east-1", credentials: async () => credentials, now: () => now });

test("a presigned URL is the one that the SDK makes, whatever the key", async () => {
  const client = new S3Client({
    region: "us-east-1",
    credentials,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const part = fc.string({ unit: fc.constantFrom(..."abcXYZ019!_.*'()- +&=~"), minLength: 1, maxLength: 12 });
  const key = fc.array(
    part.filter((text) => !/^\.+$/.test(text)),
    { minLength: 1, maxLength: 3 },
  );
  await fc.assert(
    fc.asyncProperty(key, fc.integer({ min: 1, max: 3600 }), async (parts, seconds) => {
      const ours = await service("s3").presign(
        {
          method: "GET",
          endpoint: "https://the-bucket.s3.us-east-1.amazonaws.com",
          path: `/${parts.map(encoded).join("/")}`,
          query: {
            "response-content-type": "audio/wav",
            "response-content-disposition": "inline",
            "x-id": "GetObject",
          },
        },
        seconds,
      );
      const command = new GetObjectCommand({
        Bucket: "the-bucket",
        Key: parts.join("/"),
        ResponseContentType: "audio/wav",
        ResponseContentDisposition: "inline",
      });
      const theirs = await getSignedUrl(client, command, { expiresIn: seconds, signingDate: new Date(now) });
      const [mine, other] = [new URL(ours), new URL(theirs)];
      expect(mine.pathname).toBe(other.pathname);
      expect(Object.fromEntries(mine.searchParams)).toEqual(Object.fromEntries(other.searchParams));
    }),
  );
});

test("a request carries its signature, its session and its body, and no second host", async () => {
  const sent: [string, RequestInit | undefined][] = [];
  const answer = await service("secretsmanager").send(
    { method: "POST", endpoint: "https://sm.test/", path: "/", headers: { "x-amz-target": "a.B" }, body: "{}" },
    {
      fetch: async (url, init) => {
        sent.push([String(url), init]);
        return new Response("text", { headers: { etag: "1" } });
      },
      signal: new AbortController().signal,
      attemptMilliseconds: 1_000,
      failure: (detail) => new ServiceFailure("credentials_unavailable", detail),
    },
  );
  expect(answer).toMatchObject({ status: 200, text: "text" });
  const [[url, init]] = sent as [[string, RequestInit]];
  expect([url, init.method, init.body, init.redirect]).toEqual(["https://sm.test/", "POST", "{}", "error"]);
  const headers = init.headers as Record<string, string>;
  expect(headers).toMatchObject({ "x-amz-security-token": "session+/=", "x-amz-date": "20261121T100000Z" });
  expect(headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20261121\/us-east-1\/secretsmanager\/aws4_request, SignedHeaders=host;\S+, Signature=[0-9a-f]{64}$/,
  );
  expect(headers).not.toHaveProperty("host");
});
