import { z } from "zod";
import type { Account, AccountState } from "../account.ts";
import {
  addRecording,
  addRecordings,
  type NewRecording,
  newRecordingSchema,
  purgeRecording,
  type RecordingResource,
  showRecording,
  type VoiceSettings,
  voiceSettingsSlice,
} from "../api/recordings-state.ts";
import type { Delivery, Disorder } from "../callbacks/callbacks.ts";
import { type CallResource, showCall } from "../calls/calls.ts";
import { type IncomingMessage, type TakenMessage, takeMessage } from "../calls/messages.ts";
import { answerByAgent, hangUp, type PlacedCall, placeCall } from "../calls/place.ts";
import { type FlexConfiguration, somePropertiesSchema } from "../flex/properties.ts";
import { iso8601 } from "../http/timestamps.ts";
import { createApiKey, type NewApiKey, revokeApiKey } from "../iam/api-keys.ts";
import { issueToken, type NewToken } from "../iam/tokens-state.ts";
import { checked, Mistake } from "../mistake.ts";
import { type PhoneNumberResource, showNumber } from "../phone/incoming-phone-numbers.ts";
import { addPhoneNumber, type NewPhoneNumber, newPhoneNumberSchema, removePhoneNumber } from "../phone/state.ts";
import type { Notice } from "../studio/executions-state.ts";
import { createFaults, type Fault, type NewFault } from "./faults.ts";
import { createRequestLog, type SeenRequest } from "./request-log.ts";

/** What Twilio's API can't do and a test or a demonstration needs. Anything impossible throws a Mistake. */
export interface Control {
  readonly faults: {
    add(fault: NewFault): Fault;
    list(): readonly Fault[];
    /** All, where no id is given. */
    clear(id?: string): void;
  };
  readonly recordings: {
    /** Adds a recording and shows it as Twilio's API does. Audio: WAV, 16-bit PCM, one or two channels. */
    add(audio: Buffer | undefined, recording?: NewRecording): RecordingResource;
    /** Adds many at once, which thousands one by one would take long for. */
    addMany(recordings: readonly { audio: Buffer | undefined; recording: NewRecording }[]): RecordingResource[];
    /** Removes a recording without a trace, unlike the API's delete. */
    purge(sid: string): void;
  };
  readonly voiceSettings: { get(): VoiceSettings; set(settings: VoiceSettings): VoiceSettings };
  readonly tokens: { issue(token: NewToken): string };
  readonly apiKeys: { create(key?: { friendly_name?: string }): NewApiKey; revoke(sid: string): void };
  readonly flexConfiguration: {
    get(): FlexConfiguration;
    /** Sets these properties, read-only ones too, as if somebody had done it elsewhere. */
    change(properties: Partial<FlexConfiguration>): FlexConfiguration;
  };
  readonly phoneNumbers: {
    /** Adds a number to those that the account owns, and shows it as Twilio's API does. */
    add(number: NewPhoneNumber): PhoneNumberResource;
    remove(sid: string): void;
  };
  readonly requests: { list(): readonly SeenRequest[]; clear(): void };
  readonly calls: {
    /** A call comes in, and the flow that its number leads to runs; see `settled`. */
    place(call: PlacedCall): CallResource;
    /** The agent who was offered a call that doesn't go on by itself takes it. */
    answer(sid: string): CallResource;
    /** The caller hangs up. */
    hangUp(sid: string): CallResource;
  };
  readonly messages: {
    /** A message comes in, for a conversation or a flow. */
    receive(message: IncomingMessage): TakenMessage;
  };
  readonly executions: {
    /** What went wrong in flows, as Twilio's debugger tells it; oldest first. */
    notices(): readonly Notice[];
  };
  readonly deliveries: {
    /** What was told to the servers of the account's owner, oldest first. */
    list(): readonly Delivery[];
    clear(): void;
    /** Sends callbacks more than once, or out of order, from now on; `{}` ends that. */
    disorder(disorder: Disorder): Disorder;
  };
  /** Resolves when nothing is under way: no flow runs, and no callback is being delivered or held back. */
  settled(): Promise<void>;
  /** A copy of all that the account holds. */
  state(): AccountState;
}

const newTokenSchema = z.strictObject({
  identity: z.string().min(1),
  roles: z.array(z.string()).optional(),
  worker_sid: z.string().nullable().optional(),
  realm_user_id: z.string().nullable().optional(),
  expiresInSeconds: z.number().optional(),
  length: z.int().min(200).max(100_000).optional(),
});
const newKeySchema = z.strictObject({ friendly_name: z.string().optional() });

export function createControl(account: Account) {
  const faults = createFaults();
  const requests = createRequestLog();
  const control: Control = {
    faults: {
      add: (fault) => faults.add(fault),
      list: () => faults.list(),
      clear: (id) => found(faults.clear(id), "fault", id),
    },
    recordings: {
      add: (audio, recording = {}) =>
        showRecording(account, addRecording(account, checked("recording", newRecordingSchema, recording), audio)),
      addMany(given) {
        const all = given.map(({ audio, recording }) => ({
          audio,
          recording: checked("recording", newRecordingSchema, recording),
        }));
        return addRecordings(account, all).map((recording) => showRecording(account, recording));
      },
      purge: (sid) => found(purgeRecording(account, sid), "recording", sid),
    },
    voiceSettings: {
      get: () => ({ ...account.state.current.voiceSettings }),
      set(settings) {
        const voiceSettings = checked("voice settings", voiceSettingsSlice.schema, settings);
        account.state.change((draft) => Object.assign(draft, { voiceSettings }));
        return control.voiceSettings.get();
      },
    },
    tokens: { issue: (token) => issueToken(account, checked("token", newTokenSchema, token)) },
    apiKeys: {
      create(given = {}) {
        const { key, secret } = createApiKey(account, checked("API key", newKeySchema, given).friendly_name ?? "");
        return { sid: key.sid, friendly_name: key.friendly_name, secret };
      },
      revoke: (sid) => found(revokeApiKey(account, sid), "API key", sid),
    },
    flexConfiguration: {
      get: () => structuredClone(account.state.current.flexConfiguration),
      change(properties) {
        checked("configuration", somePropertiesSchema, properties);
        const moved = { date_updated: iso8601(account.now()) };
        account.state.change((draft) => Object.assign(draft.flexConfiguration, moved, structuredClone(properties)));
        return control.flexConfiguration.get();
      },
    },
    phoneNumbers: {
      add: (number) =>
        showNumber(account, addPhoneNumber(account, checked("phone number", newPhoneNumberSchema, number))),
      remove: (sid) => found(removePhoneNumber(account, sid), "phone number", sid),
    },
    requests: { list: () => requests.list(), clear: () => requests.clear() },
    calls: {
      place: (call) => showCall(account, placeCall(account, call)),
      answer: (sid) => showCall(account, answerByAgent(account, sid)),
      hangUp: (sid) => showCall(account, hangUp(account, sid)),
    },
    messages: { receive: (message) => takeMessage(account, message) },
    executions: { notices: () => structuredClone(account.state.current.executions.notices) },
    deliveries: {
      list: () => account.callbacks.list(),
      clear: () => account.callbacks.clear(),
      disorder: (disorder) => account.callbacks.disorder(disorder),
    },
    settled: () => account.work.settled(),
    state: () => structuredClone(account.state.current),
  };
  return { control, faults, requests };
}

function found(was: boolean, what: string, id: string | undefined): void {
  if (!was) throw new Mistake(`${what} ${id}: is not there`);
}
