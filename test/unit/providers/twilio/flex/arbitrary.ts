import fc from "fast-check";
import { attachmentChannels } from "../../../../../media/attachments.ts";
import type { ApiObject, Declared } from "../../../../../providers/twilio/flex/account-configuration.ts";

const owned = [
  "call_recording_enabled",
  "call_recording_webhook_url",
  "channel_configs",
  "attributes",
  "notifications",
  "taskrouter_skills",
];
const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

/** Properties that nobody here knows, with any value. */
const others = (known: readonly string[]) =>
  fc
    .dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== "__proto__" && !known.includes(key)),
      json,
      { maxKeys: 3, noNullPrototype: true },
    )
    .map((dictionary): ApiObject => dictionary);

const limits: Record<string, fc.Arbitrary<unknown>> = {
  enabled: fc.boolean(),
  number_of_attachments: fc.integer(),
  max_file_size: fc.integer(),
  max_total_file_size: fc.integer(),
  accepted_extensions: fc.array(fc.string()),
};

/** A channel's entry as the account may have it: with limits unset or missing, and with more than we know of. */
const entry = fc
  .tuple(
    fc.constantFrom(...attachmentChannels, "rcs", "chat"),
    fc.option(fc.record(mapValues(limits, fc.option), { requiredKeys: [], noNullPrototype: true })),
    others(Object.keys(limits)),
    others(["address_type", "cbm_attachments"]),
  )
  .map(([channel, known, unknownLimits, unknownKeys]): ApiObject => {
    const attachments = known === null ? null : { ...known, ...unknownLimits };
    return { address_type: channel, cbm_attachments: attachments, ...unknownKeys };
  });

function mapValues<A, B>(map: Record<string, A>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

const name = fc.oneof(fc.string(), fc.constantFrom("theme", "a.b", "constructor")).filter((key) => key !== "__proto__");
const object = fc.dictionary(name, json, { maxKeys: 3, noNullPrototype: true });

const skill = fc
  .tuple(
    fc.record({ name: fc.string({ minLength: 1 }) }, { noNullPrototype: true }),
    fc.record(
      { multivalue: fc.option(fc.boolean()), minimum: fc.option(fc.integer()), added_later: json },
      { requiredKeys: [], noNullPrototype: true },
    ),
  )
  .map(([named, more]): ApiObject => ({ ...named, ...more }));

/** Any account's Flex Configuration. Twilio answers all of its properties; what is unset is null. */
export const liveConfiguration: fc.Arbitrary<ApiObject> = fc
  .tuple(
    fc.record({
      call_recording_enabled: fc.option(fc.boolean()),
      call_recording_webhook_url: fc.option(fc.webUrl()),
      channel_configs: fc.option(fc.uniqueArray(entry, { selector: ({ address_type }) => address_type })),
      attributes: fc.option(object),
      notifications: fc.option(
        fc.record(
          { enabled: fc.boolean(), mode: fc.option(fc.constantFrom("always", "never")), added_later: json },
          { requiredKeys: [], noNullPrototype: true },
        ),
      ),
      taskrouter_skills: fc.option(fc.array(skill, { maxLength: 3 })),
    }),
    others(owned),
  )
  .map(([known, unknown]) => ({ ...known, ...unknown }));

const channelConfig = fc.record(
  {
    addressType: fc.constantFrom(...attachmentChannels),
    cbmAttachments: fc.record(
      {
        enabled: fc.boolean(),
        numberOfAttachments: fc.integer({ min: 1, max: 10 }),
        maxFileSize: fc.integer({ min: 1 }),
        maxTotalFileSize: fc.integer({ min: 1 }),
        acceptedExtensions: fc.array(fc.stringMatching(/^[a-z0-9]{1,4}$/), { minLength: 1 }),
      },
      { requiredKeys: ["enabled"], noNullPrototype: true },
    ),
  },
  { noNullPrototype: true },
);

/** Any declaration. */
export const declaration: fc.Arbitrary<Declared> = fc.record(
  {
    callRecordingEnabled: fc.boolean(),
    callRecordingWebhookUrl: fc.webUrl(),
    channelConfigs: fc.uniqueArray(channelConfig, { minLength: 1, selector: ({ addressType }) => addressType }),
    attributes: fc.dictionary(
      name,
      json.filter((value) => value !== null),
      { maxKeys: 3, noNullPrototype: true },
    ),
    notifications: fc.record(
      { enabled: fc.boolean(), mode: fc.constantFrom("always" as const, "whenNotInFocus" as const) },
      { requiredKeys: [], noNullPrototype: true },
    ),
    taskrouterSkills: fc.uniqueArray(
      fc.record(
        { name: fc.string({ minLength: 1 }), multivalue: fc.boolean(), minimum: fc.integer() },
        { requiredKeys: ["name"], noNullPrototype: true },
      ),
      { maxLength: 3, selector: (each) => each.name },
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
);
