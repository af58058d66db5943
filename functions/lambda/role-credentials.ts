/** Credentials in the AWS SDK's shape. */
export interface RoleCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** Absent in Lambda itself, which ends an instance before its credentials end. */
  expiration?: Date;
}

/**
 * The role's credentials, which Lambda puts into a function's environment. In a bundle this module stands in for
 * the SDK's `@aws-sdk/credential-provider-node`, hence the name: of the many places where credentials may lie
 * Lambda has this one, and the code for the others is a fifth of the bundle.
 */
export function defaultProvider() {
  return () => lambdaCredentials(process.env);
}

export async function lambdaCredentials(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<RoleCredentials> {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_CREDENTIAL_EXPIRATION: expiration,
  } = environment;
  if (!accessKeyId || !secretAccessKey) {
    throw new Error("AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: are missing; run where Lambda sets them");
  }
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    ...(expiration && { expiration: new Date(expiration) }),
  };
}
