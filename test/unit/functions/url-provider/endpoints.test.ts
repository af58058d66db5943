import { expect, test } from "vitest";
import { bucketEndpoint, secretsManagerEndpoint } from "../../../../functions/url-provider/endpoints.ts";
import { readSettings } from "../../../../functions/url-provider/settings.ts";
import { environment } from "./fixture.ts";

const own = { RECORDINGS_BUCKET: "recordings", AWS_REGION: "eu-west-1" };

function settingsOf(variables: Record<string, string>) {
  const read = readSettings({ ...environment, ...own, ...variables });
  if ("problems" in read) throw new Error(read.problems.join(". "));
  return read.settings;
}

test.each([
  ["AWS itself", {}, {}, "https://recordings.s3.eu-west-1.amazonaws.com/"],
  ["China", { AWS_REGION: "cn-north-1" }, {}, "https://recordings.s3.cn-north-1.amazonaws.com.cn/"],
  ["a bucket with a dot", { RECORDINGS_BUCKET: "a.b" }, {}, "https://s3.eu-west-1.amazonaws.com/a.b"],
  ["path style", { S3_FORCE_PATH_STYLE: "true" }, {}, "https://s3.eu-west-1.amazonaws.com/recordings"],
  ["an endpoint of all services", {}, { AWS_ENDPOINT_URL: "https://aws.test:1/" }, "https://recordings.aws.test:1/"],
  [
    "an endpoint of S3",
    {},
    { AWS_ENDPOINT_URL: "https://x", AWS_ENDPOINT_URL_S3: "https://s3.test" },
    "https://recordings.s3.test/",
  ],
  ["an IP address", {}, { AWS_ENDPOINT_URL: "https://127.0.0.1:1/" }, "https://127.0.0.1:1/recordings"],
  ["an IPv6 address", {}, { AWS_ENDPOINT_URL: "https://[::1]:1" }, "https://[::1]:1/recordings"],
])("the bucket's address with %s", (_, settings, endpoints, address) => {
  expect(bucketEndpoint(settingsOf({ ...settings, ...endpoints }))).toBe(address);
});

test.each([
  ["AWS itself", "eu-west-1", {}, "https://secretsmanager.eu-west-1.amazonaws.com"],
  ["China", "cn-north-1", {}, "https://secretsmanager.cn-north-1.amazonaws.com.cn"],
  ["an endpoint of all services", "eu-west-1", { AWS_ENDPOINT_URL: "https://aws.test" }, "https://aws.test"],
  ["an endpoint of its own", "eu-west-1", { AWS_ENDPOINT_URL_SECRETS_MANAGER: "https://sm.test" }, "https://sm.test"],
])("Secrets Manager's address with %s", (_, region, endpoints, address) => {
  expect(secretsManagerEndpoint(settingsOf({ AWS_REGION: region, ...endpoints }))).toBe(address);
});
