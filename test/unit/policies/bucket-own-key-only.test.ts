import { expect, test } from "vitest";
import { RecordingStorage } from "../../../infra/storage.ts";
import { bucketOwnKeyOnly } from "../../../policies/bucket-own-key-only.ts";
import { awsTypes } from "../../../policies/judging/aws-types.ts";
import { recorded } from "../infra/recorded.ts";
import { ask, type Given, unknown, violations } from "./asked.ts";

/** What this project's own storage says of its two buckets: recordings, and S3's log of them. */
async function ownStorage(): Promise<Given[]> {
  const { resources } = await recorded(
    (options) =>
      new RecordingStorage(
        "recordings",
        { origins: ["https://flex.twilio.com"], throwAway: false, accessLog: { prefix: "log/", days: 30 } },
        options,
      ),
  );
  return resources.map(({ type, name, inputs }) => ({
    type,
    name,
    props:
      type === awsTypes.bucket
        ? { bucket: `${name}-bucket` }
        : JSON.parse(JSON.stringify(inputs).replaceAll(/arn:aws:bucket:::([\w-]+)/g, "arn:aws:s3:::$1-bucket")),
  }));
}

const told = (...given: Given[]) => violations(bucketOwnKeyOnly, given);
const isPolicyOf = (name: string) => (given: Given) => given.type === awsTypes.bucketPolicy && given.name === name;

interface Statement {
  Sid?: string;
  Condition?: Record<string, unknown>;
}

/** The storage with other statements in the policy of the recordings' bucket. */
async function storageWith(change: (statements: Statement[]) => unknown[]): Promise<Given[]> {
  return (await ownStorage()).map((given) => {
    if (!isPolicyOf("recordings")(given)) return given;
    const document = JSON.parse(String(given.props.policy));
    const policy = JSON.stringify({ ...document, Statement: change(document.Statement) });
    return { ...given, props: { ...given.props, policy } };
  });
}

const without = (...sids: string[]) =>
  storageWith((statements) => statements.filter(({ Sid = "" }) => !sids.includes(Sid)));
const withConditions = (conditions: Record<string, unknown>) =>
  storageWith((statements) => statements.map((one) => ({ ...one, Condition: { ...one.Condition, ...conditions } })));

test("this project's own buckets let nothing in under another key", async () => {
  const given = await ownStorage();
  expect(given.filter(({ type }) => type === awsTypes.bucketPolicy)).toHaveLength(2);
  expect(await told(...given)).toEqual([]);
});

const why =
  "but recordings lie under the bucket's own key, which can be taken away from everybody at once; deny it to everybody, as " +
  "infra/storage/bucket-policy.ts does";

test.each([
  ["KmsOnly", "S3's own keys"],
  ["ThisKeyOnly", "another key"],
  ["KeyNamed", "AWS's own key"],
  ["NoCustomerKeys", "keys that come with the request"],
])("without the statement %s it is open to %s", async (sid, what) => {
  expect(await told(...(await without(sid)))).toEqual([
    `recordings.policy: is open to what is encrypted with ${what}, ${why}`,
  ]);
});

test("a policy that speaks of TLS alone is open in each way", async () => {
  const given = await without("KmsOnly", "ThisKeyOnly", "KeyNamed", "NoCustomerKeys");
  expect(await told(...given)).toHaveLength(4);
});

test.each([
  ["a role", { StringNotLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/x" } }],
  ["a role, in other words", { StringNotEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/x" } }],
  ["a network", { Null: { "aws:SourceVpce": "true" } }],
])("an exception for %s leaves it open in each way", async (_, conditions) => {
  expect(await told(...(await withConditions(conditions)))).toHaveLength(4);
});

const foreign = "arn:aws:kms:us-east-1:999999999999:key/theirs";

test("a policy that names another key than the bucket's is open to that key", async () => {
  const named = await storageWith((statements) =>
    JSON.parse(JSON.stringify(statements).replaceAll("arn:aws:key:::recordings", foreign)),
  );
  const line = `recordings.policy: is open to what is encrypted with ${foreign}, which isn't the bucket's, ${why}`;
  expect(await told(...named)).toEqual([line]);
  const beside = await storageWith((statements) =>
    JSON.parse(
      JSON.stringify(statements).replaceAll('"arn:aws:key:::recordings"', `["arn:aws:key:::recordings","${foreign}"]`),
    ),
  );
  expect(await told(...beside)).toEqual([line]);
});

test("a bucket's key may be given by its id, and the policy names its ARN", async () => {
  const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
  const arn = `arn:aws:kms:us-east-1:111122223333:key/${id}`;
  const encryptedWith = async (key: string) =>
    (await ownStorage()).map((given) => ({
      ...given,
      props: JSON.parse(
        JSON.stringify(given.props).replaceAll(
          "arn:aws:key:::recordings",
          given.type === awsTypes.encryption ? key : arn,
        ),
      ),
    }));
  expect(await told(...(await encryptedWith(id)))).toEqual([]);
  expect(await told(...(await encryptedWith(arn)))).toEqual([]);
  expect(await told(...(await encryptedWith("another")))).toHaveLength(1);
});

test("a bucket that says nothing of its key, or isn't of the stack, has none that a policy could name", async () => {
  const given = await ownStorage();
  for (const missing of [awsTypes.encryption, awsTypes.bucket]) {
    const [line] = await told(...given.filter(({ type }) => type !== missing));
    expect(line).toContain("arn:aws:key:::recordings, which isn't the bucket's");
  }
});

test("letting S3's log service write makes no bucket one for logs alone", async () => {
  const given = await storageWith(() => [
    {
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::recordings-bucket/log/*",
    },
  ]);
  expect(await told(...given)).toHaveLength(4);
});

test("the recordings' own bucket is no bucket for logs, though S3 is told to write its logs there", async () => {
  const open = await without("KmsOnly", "ThisKeyOnly", "KeyNamed", "NoCustomerKeys");
  const logged = open.map((given) =>
    given.type === awsTypes.logging
      ? { ...given, props: { ...given.props, targetBucket: "recordings-bucket" } }
      : given,
  );
  // And with it the other bucket is none any more.
  expect(await told(...logged)).toHaveLength(8);
});

test("a bucket that a function has its recordings in is none for logs", async () => {
  const fn = (RECORDINGS_BUCKET: string): Given => ({
    type: awsTypes.function,
    props: { environment: { variables: { RECORDINGS_BUCKET } } },
  });
  const given = await ownStorage();
  expect(await told(...given, fn("recordings-bucket"))).toEqual([]);
  expect(await told(...given, fn("recordings-log-bucket"))).toHaveLength(4);
  const from = { environment: `${awsTypes.bucket} recordings-log` };
  expect(await told(...given, { ...fn(unknown), from })).toHaveLength(4);
});

test("what is no policy is wrong, and what isn't known yet is asked about again", async () => {
  const policy = (text: unknown): Given => ({ type: awsTypes.bucketPolicy, props: { bucket: "x", policy: text } });
  expect(await told(policy("{"))).toHaveLength(1);
  expect(await told(policy(undefined))).toHaveLength(1);
  expect(await told()).toEqual([]);
  expect(await ask(bucketOwnKeyOnly, [policy(unknown), policy("{")])).toMatchObject({
    violations: [expect.stringMatching(/^it: is of a form/)],
    unknown: true,
  });
});
