import { GetObjectCommand, HeadObjectCommand, NotFound, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import twilio from "twilio";

const {
  TWILIO_ACCOUNT_SID,
  TWILIO_SECRET_ARN,
  TWILIO_IAM_URL = "https://iam.twilio.com",
  RECORDINGS_BUCKET,
} = process.env;

const s3 = new S3Client({ forcePathStyle: process.env.S3_FORCE_PATH_STYLE === "true" });
const secrets = new SecretsManagerClient();

const respond = (statusCode, body) => ({ statusCode, body: JSON.stringify(body) });

/** The same service, as one writes it with the two SDKs and without a second thought. */
export async function handler(event) {
  const recording = event.queryStringParameters?.recording ?? "";
  if (!/^RE[0-9a-f]{32}$/.test(recording)) return respond(400, { error: "recording" });
  const [user, token] = Buffer.from(event.headers.authorization.slice("Basic ".length), "base64").toString().split(":");
  if (user !== "token") return respond(401, { error: "token" });

  // Each time, so that a rotated secret is picked up.
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: TWILIO_SECRET_ARN }));
  const { username, password } = JSON.parse(SecretString);
  const client = twilio(username, password, { accountSid: TWILIO_ACCOUNT_SID });
  const { body } = await client.request({
    method: "post",
    uri: `${TWILIO_IAM_URL}/v1/Accounts/${TWILIO_ACCOUNT_SID}/Tokens/validate`,
    headers: { "Content-Type": "application/json" },
    data: { token },
  });
  if (!body.valid) return respond(401, { error: "token" });
  if (!body.roles.some((role) => ["admin", "supervisor"].includes(role))) return respond(403, { error: "role" });

  const object = { Bucket: RECORDINGS_BUCKET, Key: `recordings/${TWILIO_ACCOUNT_SID}/${recording}.wav` };
  try {
    await s3.send(new HeadObjectCommand(object));
  } catch (error) {
    if (error instanceof NotFound) return respond(404, { error: "recording" });
    throw error;
  }
  return respond(200, { media_url: await getSignedUrl(s3, new GetObjectCommand(object), { expiresIn: 900 }) });
}
