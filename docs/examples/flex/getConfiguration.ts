import * as twilio from "@pulumi/twilio";

export const workspace = twilio.flex.getConfiguration().then(({ taskrouterWorkspaceSid }) => taskrouterWorkspaceSid);
