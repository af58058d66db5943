import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";

/**
 * S3 for recordings. An upload brings its SHA-256, which S3 checks; the request is signed with that same digest rather
 * than with another of the same bytes, which would cost as much time again.
 */
export function recordingsS3(config: S3ClientConfig): S3Client {
  const client = new S3Client({
    ...config,
    requestChecksumCalculation: "WHEN_REQUIRED",
    // What is read is checked against our own digest.
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  client.middlewareStack.add(
    (next) => async (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      const digest = headers["x-amz-checksum-sha256"];
      if (digest) headers["x-amz-content-sha256"] = Buffer.from(digest, "base64").toString("hex");
      return next(args);
    },
    { step: "build", name: "signTheDigestOfTheChecksum" },
  );
  return client;
}
