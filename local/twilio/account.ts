import { recordingsSlice, voiceSettingsSlice } from "./api/recordings-state.ts";
import { type Callbacks, createCallbacks } from "./callbacks/callbacks.ts";
import { createWork, type Work } from "./callbacks/work.ts";
import { callsSlice } from "./calls/state.ts";
import { chatSlice } from "./conversations/chat.ts";
import { conversationsSlice } from "./conversations/state.ts";
import { flexConfigurationSlice } from "./flex/default-configuration.ts";
import { interactionsSlice } from "./flex/interactions-state.ts";
import { apiKeysSlice } from "./iam/api-keys.ts";
import { tokensSlice } from "./iam/tokens-state.ts";
import { phoneNumbersSlice } from "./phone/state.ts";
import { type MediaFiles, openMediaFiles } from "./state/media-files.ts";
import { openState, type StateOf, type StateStore } from "./state/store.ts";
import { executionsSlice } from "./studio/executions-state.ts";
import { flowsSlice } from "./studio/state.ts";
import { taskRouterSlice } from "./taskrouter/state.ts";
import { recordingConfigurationsSlice } from "./voice/recording-configuration.ts";

/** What an account holds. A product adds a line. */
const slices = {
  flexConfiguration: flexConfigurationSlice,
  recordings: recordingsSlice,
  voiceSettings: voiceSettingsSlice,
  tokens: tokensSlice,
  apiKeys: apiKeysSlice,
  conversations: conversationsSlice,
  phoneNumbers: phoneNumbersSlice,
  recordingConfigurations: recordingConfigurationsSlice,
  flows: flowsSlice,
  executions: executionsSlice,
  calls: callsSlice,
  taskRouter: taskRouterSlice,
  chat: chatSlice,
  interactions: interactionsSlice,
};

export type AccountState = StateOf<typeof slices>;

/** The one Twilio account that is served: its credentials, its state and its media. */
export interface Account {
  readonly sid: string;
  readonly authToken: string;
  readonly now: () => Date;
  readonly state: StateStore<AccountState>;
  readonly media: MediaFiles;
  /** What goes on after the answer to a request: runs of flows, deliveries. */
  readonly work: Work;
  /** What Twilio tells the servers of the account's owner. */
  readonly callbacks: Callbacks;
}

export interface AccountOptions {
  readonly accountSid: string;
  readonly authToken: string;
  readonly stateFile?: string | undefined;
  readonly now: () => Date;
  /** Requests the URLs of callbacks. */
  readonly fetch: typeof fetch;
  /** Ends what is under way. */
  readonly closing: AbortSignal;
}

export function openAccount({ accountSid, authToken, stateFile, now, fetch, closing }: AccountOptions): Account {
  const work = createWork();
  return {
    sid: accountSid,
    authToken,
    now,
    state: openState(slices, { sid: accountSid, now: now() }, stateFile),
    media: openMediaFiles(stateFile),
    work,
    callbacks: createCallbacks({ authToken, now, fetch, closing, work }),
  };
}
