import { z } from "zod";
import { type Context, declarations, ProviderError, rule } from "../../kit/index.ts";
import {
  type AdoptedForm,
  change,
  importable,
  onDestroy,
  original,
  originalOfImport,
  refreshed,
  restore,
  takeOver,
} from "../adoption/adopted-form.ts";
import type { TwilioClient } from "../client.ts";
import type { TwilioAnswer } from "../http/request.ts";
import { sid } from "../sid.ts";
import { e164 } from "./e164.ts";
import { fetchNumber, findNumber, updateNumber } from "./incoming-numbers.ts";
import { companions, exclusions, ignoredRouting, routing } from "./routing.ts";

const names = Object.keys(routing);

const inputs = rule(
  z.strictObject({
    phoneNumber: e164()
      .optional()
      .describe("The number, in E.164. Give it or `sid`. A change leaves the one number and takes the other."),
    sid: sid("PN", "phone number")
      .optional()
      .describe("The number's SID. Give it or `phoneNumber`. A change leaves the one number and takes the other."),
    ...routing,
    onDestroy,
  }),
  function* (declared) {
    if (declared.phoneNumber === undefined && declared.sid === undefined) {
      yield { path: ["phoneNumber"], reason: "is missing; give the number, or its sid" };
    }
    if (declared.phoneNumber !== undefined && declared.sid !== undefined) {
      yield { path: ["sid"], reason: "is given beside phoneNumber; keep one of the two" };
    }
    yield* exclusions(declared);
  },
);

const outputs = z.strictObject({
  sid: z.string().describe("The number's SID."),
  phoneNumber: z.string().describe("The number, in E.164."),
  original,
});

type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

/** A number of the account. Source: `api.twilio.com/2010-04-01/Accounts/{AC}/IncomingPhoneNumbers`. */
export const incomingNumber = declarations<TwilioClient>().resource({
  type: "twilio:phone:IncomingNumber",
  description: `A phone number that the account owns: where its calls and messages go.

It is adopted, by the number or by its SID, and **never bought or released here**: destroying it, or deleting it from the
program, leaves the number in the account. It owns the properties that are declared; everything else is left as it is. What
was there before is kept in the state and put back on destroy, or as soon as it is declared no more.

**Blast radius**: every call and message to the number, from the next one on.

**Can't be undone**: calls and messages that went elsewhere while a setting was wrong.`,
  reference: {
    calls: [
      "GET api.twilio.com/2010-04-01/Accounts/{AC}/IncomingPhoneNumbers.json",
      ...["GET", "POST"].map(
        (method) => `${method} api.twilio.com/2010-04-01/Accounts/{AC}/IncomingPhoneNumbers/{PN}.json`,
      ),
    ],
    importId: "the number's SID (PN…)",
  },
  inputs,
  outputs,
  replaceOn: ["phoneNumber", "sid"],
  // A new one must find the number's own values, not those of the one that it replaces.
  deleteBeforeReplace: true,
  stable: ["sid", "phoneNumber"],

  preview: ({ sid, phoneNumber }) => ({
    ...(typeof sid === "string" ? { sid } : {}),
    ...(typeof phoneNumber === "string" ? { phoneNumber } : {}),
  }),

  async create(declared, context) {
    const live = await findNumber(declared, context);
    if (live === undefined) {
      const [property, name] =
        declared.sid === undefined ? ["phoneNumber", declared.phoneNumber] : ["sid", declared.sid];
      throw new ProviderError(
        `${property}: ${name} is no number of this account; give one that it owns, or buy it in the Console first.`,
      );
    }
    const id = String(live.sid);
    warnOfIgnored(live, declared, context);
    return { id, outputs: await takeOver(adopted(id, context), live, declared) };
  },

  async read(id, prior, context) {
    const live = await fetchNumber(id, context);
    if (live === undefined) return undefined;
    if (prior === undefined) {
      const values = importable({ names }, live, inputs);
      return {
        inputs: { ...values, phoneNumber: String(live.phone_number), onDestroy: "restore" } as Inputs,
        outputs: outputsOf(live, originalOfImport(values)),
      };
    }
    const { phoneNumber, sid, onDestroy } = prior.inputs;
    const values = refreshed({ names, companions }, live, prior.inputs, prior.state.original);
    return {
      inputs: { ...values, phoneNumber, sid, onDestroy } as Inputs,
      outputs: outputsOf(live, prior.state.original),
    };
  },

  async update(id, declared, prior, context) {
    const live = await fetchNumber(id, context);
    if (live === undefined) throw new ProviderError(`The number ${id} is in the account no more; run pulumi refresh.`);
    warnOfIgnored(live, declared, context);
    return await change(adopted(id, context), live, declared, prior.state.original);
  },

  async delete(id, prior, context) {
    if (prior.inputs.onDestroy === "keep") return;
    const live = await fetchNumber(id, context);
    if (live !== undefined) await restore(adopted(id, context), live, prior.state.original);
  },
});

function adopted(id: string, context: Context<TwilioClient>): AdoptedForm<Outputs> {
  return { id, names, companions, post: (form) => updateNumber(id, form, context), outputs: outputsOf };
}

function warnOfIgnored(live: TwilioAnswer, declared: Inputs, { log }: Context<TwilioClient>): void {
  for (const reason of ignoredRouting(live, declared)) log.warning(reason);
}

function outputsOf(live: TwilioAnswer, before: Outputs["original"]): Outputs {
  return { sid: String(live.sid), phoneNumber: String(live.phone_number), original: before };
}
