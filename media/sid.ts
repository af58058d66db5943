/** Twilio's identifiers: two capital letters that name the kind, then 32 hexadecimal digits. */
export type AccountSid = `AC${string}`;
export type RecordingSid = `RE${string}`;
export type WorkerSid = `WK${string}`;
export type ConversationSid = `CH${string}`;
export type ReservationSid = `WR${string}`;

export function isAccountSid(text: string): text is AccountSid {
  return /^AC[0-9a-fA-F]{32}$/.test(text);
}

export function isRecordingSid(text: string): text is RecordingSid {
  return /^RE[0-9a-fA-F]{32}$/.test(text);
}

export function isWorkerSid(text: string): text is WorkerSid {
  return /^WK[0-9a-fA-F]{32}$/.test(text);
}

export function isConversationSid(text: string): text is ConversationSid {
  return /^CH[0-9a-fA-F]{32}$/.test(text);
}

export function isReservationSid(text: string): text is ReservationSid {
  return /^WR[0-9a-fA-F]{32}$/.test(text);
}
