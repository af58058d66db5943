/** Twilio's identifiers: two capital letters that name the kind, then 32 hexadecimal digits. */
export type AccountSid = `AC${string}`;
export type RecordingSid = `RE${string}`;
export type WorkerSid = `WK${string}`;

export function isAccountSid(text: string): text is AccountSid {
  return /^AC[0-9a-fA-F]{32}$/.test(text);
}

export function isRecordingSid(text: string): text is RecordingSid {
  return /^RE[0-9a-fA-F]{32}$/.test(text);
}

export function isWorkerSid(text: string): text is WorkerSid {
  return /^WK[0-9a-fA-F]{32}$/.test(text);
}
