import { LookupError } from "../../infra/lookup.ts";
import { refuseUnfitNumbers } from "../../infra/numbers.ts";
import { refuseSecondMechanism } from "../../infra/recording.ts";
import { findRouting, type TaskRouter } from "../../infra/routing.ts";
import { type Mistake, type Settings, SettingsError } from "../../infra/settings/settings.ts";
import { Mendable } from "../../local/engine/mendable.ts";
import { ProviderError } from "../../providers/kit/index.ts";
import { TwilioClient } from "../../providers/twilio/client.ts";
import { getConfiguration } from "../../providers/twilio/flex/get-configuration.ts";
import { TwilioRefusedError } from "../../providers/twilio/http/errors.ts";
import { getNumber } from "../../providers/twilio/phone/get-number.ts";
import { getTaskChannel } from "../../providers/twilio/taskrouter/get-task-channel.ts";
import { getWorkflow } from "../../providers/twilio/taskrouter/get-workflow.ts";
import { getWorkspace } from "../../providers/twilio/taskrouter/get-workspace.ts";
import type { TwilioAccess } from "../stack/twilio-access.ts";

/** Somebody waits for the answer. */
const retries = 2;

/** An account of Twilio that is asked what it has, as the program itself asks at every preview. Nothing is written. */
export class Account {
  readonly #client: TwilioClient;
  readonly #signal: AbortSignal;

  constructor(access: TwilioAccess, signal: AbortSignal) {
    this.#client = new TwilioClient({ ...access, maxRetries: retries });
    this.#signal = signal;
  }

  /**
   * Whether the credentials are valid, of this account, and the account is one of Flex.
   * @returns what is wrong
   * @throws where Twilio gives no answer, which says nothing about them
   */
  async refusal(): Promise<string | undefined> {
    try {
      const { status } = await this.#configuration();
      if (status === undefined || status === "ok") return undefined;
      return `are of an account whose Flex is not set up to its end (status ${status}); go on in the Console under Flex`;
    } catch (error) {
      if (error instanceof TwilioRefusedError) return `are refused: ${error.message}`;
      if (error instanceof ProviderError && error.name === "ProviderError") return `are wrong: ${error.message}`;
      throw error;
    }
  }

  /** What of these settings the account can't do. */
  async mistakesIn(settings: Pick<Settings, "voice" | "messaging" | "archive" | "recording">): Promise<Mistake[]> {
    const configuration = () => asInvoked("twilio:flex:getConfiguration", this.#configuration());
    const checks = await Promise.allSettled([
      findRouting(settings, this.#taskRouter),
      refuseUnfitNumbers(settings, (args) =>
        asInvoked("twilio:phone:getNumber", getNumber.invoke(args, this.#context)).then((found) => ({
          ...withoutUndefined(found),
        })),
      ),
      refuseSecondMechanism(settings.recording, async () => {
        const { callRecordingEnabled } = await configuration();
        return callRecordingEnabled === undefined ? {} : { callRecordingEnabled };
      }),
    ]);
    return checks.flatMap((check) => (check.status === "rejected" ? mistakesOf(check.reason) : []));
  }

  get #context() {
    const silent = () => {};
    return { client: this.#client, signal: this.#signal, log: { debug: silent, info: silent, warning: silent } };
  }

  #configuration() {
    return getConfiguration.invoke({}, this.#context);
  }

  get #taskRouter(): TaskRouter {
    const context = this.#context;
    const ofFlex = getWorkspace.inputs.parse({});
    return {
      getWorkspace: () => asInvoked("twilio:taskrouter:getWorkspace", getWorkspace.invoke(ofFlex, context)),
      getWorkflow: (args) => asInvoked("twilio:taskrouter:getWorkflow", getWorkflow.invoke(args, context)),
      getTaskChannel: (args) => asInvoked("twilio:taskrouter:getTaskChannel", getTaskChannel.invoke(args, context)),
    };
  }
}

/** Errors in the words in which a program meets them, which the settings' checks read. */
async function asInvoked<T>(type: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    throw new Error(`invocation of ${type} returned an error: ${error.message}`, { cause: error });
  }
}

function mistakesOf(error: unknown): readonly Mistake[] {
  if (error instanceof SettingsError) return error.mistakes;
  if (error instanceof LookupError) throw new Mendable(error.message);
  throw error;
}

type WithoutUndefined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(value: T): WithoutUndefined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as WithoutUndefined<T>;
}
