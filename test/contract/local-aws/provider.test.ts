import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { allServicesAt, services } from "../../../local/aws/provider/clients.ts";
import { awsProvider } from "../../../local/aws/provider/provider.ts";
import { version } from "../../../local/aws/provider/version.ts";
import { ProviderClient } from "../../../providers/kit/testing.ts";
import { type PropertyMap, unknown } from "../../../providers/kit/values.ts";
import { Cleanup } from "./fixture.ts";
import { type Bench, configOf, startBench, startProvider } from "./provider-fixture.ts";

const cleanup = new Cleanup();
let bench: Bench;
beforeAll(async () => {
  bench = await startBench(cleanup);
});
afterAll(() => cleanup.run());
afterEach(() => vi.unstubAllEnvs());

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const ROLE = "aws:iam/role:Role";

/** What a check of this configuration finds, a line each. */
async function faultsOf(config: PropertyMap): Promise<string[]> {
  const provider = await ProviderClient.start(awsProvider);
  try {
    const { failures } = await provider.checkConfig(config);
    return failures.map(({ property, reason }) => (property === "" ? reason : `${property}: ${reason}`));
  } finally {
    await provider.close();
  }
}

describe("the provider's configuration", () => {
  it("is taken from a stack as @pulumi/aws would", async () => {
    expect(await faultsOf(configOf(bench.aws))).toEqual([]);
  });

  it("leads to this machine only", async () => {
    const endpoints = (url: string) => JSON.stringify([allServicesAt(url)]);
    const faults = await faultsOf(configOf(bench.aws, { endpoints: endpoints("https://s3.amazonaws.com") }));
    expect(faults).toHaveLength(services.length);
    expect(faults[0]).toBe(
      "endpoints[0].s3: leads to s3.amazonaws.com, which is not on this machine. This is the stand-in for the AWS " +
        `provider; for a real account run pulumi plugin install resource aws v${version} --reinstall`,
    );
    for (const url of [
      "https://127.0.0.1.example.com",
      "https://localhost.example.com:443",
      "ftp://127.0.0.1",
      "here",
    ]) {
      expect(await faultsOf(configOf(bench.aws, { endpoints: endpoints(url) }))).toHaveLength(services.length);
    }
    for (const url of ["https://localhost:1", "http://127.1.2.3:1", "https://[::1]:1"]) {
      expect(await faultsOf(configOf(bench.aws, { endpoints: endpoints(url) }))).toEqual([]);
    }
  });

  it("needs an endpoint for every service that resources are made of", async () => {
    const url = bench.aws.url;
    const { endpoints: _endpoints, ...without } = configOf(bench.aws);
    expect(await faultsOf(without)).toEqual([expect.stringMatching(/^endpoints: is missing/)]);
    const some = JSON.stringify([{ s3: url, iam: url }, { cloudwatchlogs: url }]);
    expect(await faultsOf({ ...without, endpoints: some })).toEqual([
      expect.stringMatching(
        /^endpoints: lacks lambda, secretsmanager, kms, cloudwatch, sns, sqs, scheduler; give each the URL of the local AWS\. This is/,
      ),
    ]);
  });

  it("refuses by name what it does not know, all at once", async () => {
    const faults = await faultsOf(
      configOf(bench.aws, { profile: "me", assumeRoles: "[]", colour: "red", maxRetries: "-1" }),
    );
    expect(faults.toSorted()).toEqual([
      expect.stringMatching(/^assumeRoles: is not known to the local AWS provider; give accessKey and secretKey/),
      expect.stringMatching(/^colour: is no property here; use one of/),
      "maxRetries: is -1, but must be at least 0",
      expect.stringMatching(/^profile: is not known to the local AWS provider; give accessKey and secretKey/),
    ]);
  });

  it("may come from the environment", async () => {
    const { region: _r, accessKey: _a, secretKey: _s, customCaBundle: _c, ...rest } = configOf(bench.aws);
    vi.stubEnv("AWS_REGION", "");
    vi.stubEnv("AWS_DEFAULT_REGION", "us-east-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
    vi.stubEnv("AWS_CA_BUNDLE", bench.aws.caFile);
    const provider = await startProvider(cleanup, rest);
    expect(await provider.invoke("aws:index/getRegion:getRegion", {})).toMatchObject({ region: "us-east-1" });
    expect(await provider.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})).toMatchObject({
      accountId: "000000000000",
    });
  });

  it("says so when the file of authorities is not there", async () => {
    const configured = startProvider(cleanup, configOf(bench.aws, { customCaBundle: "/no/such/file.pem" }));
    await expect(configured).rejects.toThrow(
      "customCaBundle: /no/such/file.pem can't be read; start the local AWS, which writes it.",
    );
  });

  it("can trust any certificate", async () => {
    const { customCaBundle: _c, ...rest } = configOf(bench.aws);
    vi.stubEnv("AWS_CA_BUNDLE", "");
    const strict = await startProvider(cleanup, { ...rest, maxRetries: "0" });
    await expect(strict.read(ROLE, "nobody")).rejects.toThrow(
      /^GetRole failed: there was no answer \(SELF_SIGNED_CERT/,
    );
    const trusting = await startProvider(cleanup, { ...rest, insecure: "true" });
    expect(await trusting.read(ROLE, "nobody")).toBeUndefined();
  });

  it("keeps its hands off accounts that are not allowed", async () => {
    const wrong = await startProvider(cleanup, configOf(bench.aws, { allowedAccountIds: '["111122223333"]' }));
    const refusal = "allowedAccountIds: the credentials belong to account 000000000000, which is not allowed";
    await expect(wrong.create(LOG_GROUP, { name: "never" })).rejects.toThrow(refusal);
    await expect(wrong.read(LOG_GROUP, "never")).rejects.toThrow(refusal);
    expect(await bench.provider.read(LOG_GROUP, "never")).toBeUndefined();

    const forbidden = configOf(bench.aws, { forbiddenAccountIds: '["000000000000"]' });
    await expect((await startProvider(cleanup, forbidden)).read(LOG_GROUP, "never")).rejects.toThrow(/is not allowed/);
    const right = await startProvider(cleanup, configOf(bench.aws, { allowedAccountIds: '["000000000000"]' }));
    expect(await right.read(LOG_GROUP, "never")).toBeUndefined();
  });

  it("replaces resources when the region changes, and nothing when a port does", async () => {
    const before = configOf(bench.aws);
    expect((await bench.provider.diffConfig(before, { ...before, region: "eu-west-1" })).replaces).toEqual(["region"]);
    const moved = { ...before, endpoints: String(before.endpoints).replaceAll(String(bench.aws.port), "1") };
    expect((await bench.provider.diffConfig(before, moved)).replaces).toEqual([]);
  });
});

describe("the provider", () => {
  it("refuses types that it does not know", async () => {
    await expect(bench.provider.create("aws:ec2/vpc:Vpc", {})).rejects.toThrow(/aws:ec2\/vpc:Vpc is unknown/);
    await expect(bench.provider.invoke("aws:ec2/getAmi:getAmi", {})).rejects.toThrow(/getAmi is unknown/);
  });

  it("tells who and where it is", async () => {
    expect(await bench.provider.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})).toEqual({
      accountId: "000000000000",
      id: "000000000000",
      arn: "arn:aws:iam::000000000000:root",
      userId: "000000000000",
    });
    const getRegion = "aws:index/getRegion:getRegion";
    expect(await bench.provider.invoke(getRegion, { region: "us-east-1" })).toMatchObject({
      id: "us-east-1",
      name: "us-east-1",
      endpoint: "ec2.us-east-1.amazonaws.com",
    });
    await expect(bench.provider.invoke(getRegion, { region: "eu-west-1" })).rejects.toThrow(
      /^region: is eu-west-1, but/,
    );
  });

  it("previews without a request, and judges only what is known", async () => {
    const endpoints = JSON.stringify([allServicesAt("https://127.0.0.1:1")]);
    const offline = await startProvider(cleanup, configOf(bench.aws, { endpoints }));
    const inputs = { bucket: unknown, policy: unknown };
    const { state } = await offline.create("aws:s3/bucketPolicy:BucketPolicy", inputs, { preview: true });
    expect(state).toMatchObject(inputs);
    await expect(
      offline.create("aws:s3/bucketPolicy:BucketPolicy", { bucket: unknown, policy: "{}" }, { preview: true }),
    ).rejects.toThrow("policy: has no Statement; give it one at least");
  });

  it("says so when nobody answers", async () => {
    const endpoints = JSON.stringify([allServicesAt("https://127.0.0.1:1")]);
    const offline = await startProvider(cleanup, configOf(bench.aws, { endpoints, maxRetries: "0" }));
    await expect(offline.create(LOG_GROUP, { name: "never" })).rejects.toThrow(
      /^CreateLogGroup failed: there was no answer \(ECONNREFUSED/,
    );
  });
});
