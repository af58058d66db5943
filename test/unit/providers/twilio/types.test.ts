import type * as pulumi from "@pulumi/pulumi";
import type * as twilio from "@pulumi/twilio";
import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { asPropertyMap, declarations, PropertyShape, Secret, secret } from "../../../../providers/kit/index.ts";
import { configuration } from "../../../../providers/twilio/flex/configuration.ts";

const shape = new PropertyShape(configuration.inputs);

function mistakes(args: twilio.flex.ConfigurationArgs): number {
  return shape.check(asPropertyMap(args)).failures.length;
}

describe("the SDK", () => {
  test("takes what the provider takes", () => {
    const args: twilio.flex.ConfigurationArgs = {
      callRecordingEnabled: true,
      callRecordingWebhookUrl: "https://ours.example",
      channelConfigs: [
        {
          addressType: "web",
          cbmAttachments: {
            enabled: true,
            numberOfAttachments: 1,
            maxFileSize: 1,
            maxTotalFileSize: 1,
            acceptedExtensions: ["pdf"],
          },
        },
      ],
      onDestroy: "keep",
    };
    expect(mistakes(args)).toBe(0);
    expect(mistakes({})).toBe(0);
  });

  test("does not compile with a channel that there is not", () => {
    const args: twilio.flex.ConfigurationArgs = {
      // @ts-expect-error fax is no address type.
      channelConfigs: [{ addressType: "fax", cbmAttachments: { enabled: true } }],
    };
    expect(mistakes(args)).toBe(1);
  });

  test("does not compile with properties that there are not, or that only Twilio sets", () => {
    const unknown: twilio.flex.ConfigurationArgs = {
      // @ts-expect-error There is nothing of that name.
      voiceEnabled: true,
    };
    const readOnly: twilio.flex.ConfigurationArgs = {
      // @ts-expect-error Twilio sets the status.
      status: "ok",
    };
    const nested: twilio.flex.ConfigurationArgs = {
      // @ts-expect-error It is called numberOfAttachments.
      channelConfigs: [{ addressType: "web", cbmAttachments: { enabled: true, maxFiles: 1 } }],
    };
    expect([unknown, readOnly, nested].map(mistakes)).toEqual([1, 1, 1]);
  });

  test("does not compile with values of the wrong type, or without those that are needed", () => {
    // @ts-expect-error true or false
    const text: twilio.flex.ConfigurationArgs = { callRecordingEnabled: "yes" };
    const size: twilio.flex.ConfigurationArgs = {
      // @ts-expect-error a number of bytes
      channelConfigs: [{ addressType: "web", cbmAttachments: { enabled: true, maxFileSize: "5 MiB" } }],
    };
    // @ts-expect-error enabled is missing
    const missing: twilio.flex.ConfigurationArgs = { channelConfigs: [{ addressType: "web", cbmAttachments: {} }] };
    // @ts-expect-error restore or keep
    const onDestroy: twilio.flex.ConfigurationArgs = { onDestroy: "explode" };
    expect([text, size, missing, onDestroy].map(mistakes)).toEqual([1, 1, 1, 1]);
  });

  test("gives outputs of the declared types", () => {
    expectTypeOf<twilio.flex.Configuration["accountSid"]>().toEqualTypeOf<pulumi.Output<string>>();
    expectTypeOf<twilio.flex.Configuration["callRecordingEnabled"]>().toEqualTypeOf<
      pulumi.Output<boolean | undefined>
    >();
    expectTypeOf<twilio.flex.Configuration["taskrouterWorkspaceSid"]>().toEqualTypeOf<
      pulumi.Output<string | undefined>
    >();
  });
});

describe("a declaration of a resource", () => {
  const declare = declarations<{ host: string }>();
  const inputs = z.strictObject({
    label: z.string(),
    token: secret(z.string()).optional(),
    width: z.int().default(80),
  });
  const outputs = z.strictObject({ number: z.number() });
  const common = { type: "library:index:Shelf", description: "A shelf.", inputs, outputs } as const;

  test("gives its functions the types of its schemas, defaults filled in and secrets sealed", () => {
    const shelf = declare.resource({
      ...common,
      stable: ["number"],
      async create(given, { client }) {
        expectTypeOf(given.width).toEqualTypeOf<number>();
        expectTypeOf(given.token).toEqualTypeOf<Secret<string> | undefined>();
        expectTypeOf(client).toEqualTypeOf<{ host: string }>();
        return { id: given.label, outputs: { number: given.width } };
      },
      async read(_, prior) {
        expectTypeOf(prior?.state.number).toEqualTypeOf<number | undefined>();
        return undefined;
      },
      async delete() {},
    });
    expectTypeOf<Parameters<typeof shelf.create>[0]>().toEqualTypeOf<z.output<typeof inputs>>();
    expect(shelf.update).toBeUndefined();
  });

  test("does not compile where it gives other outputs than it declares", () => {
    const rest = { read: async () => undefined, delete: async () => {} };
    const shelves = [
      // @ts-expect-error number is missing
      declare.resource({ ...common, ...rest, create: async () => ({ id: "1", outputs: {} }) }),
      // @ts-expect-error number is none
      declare.resource({ ...common, ...rest, create: async () => ({ id: "1", outputs: { number: "7" } }) }),
      declare.resource({
        ...common,
        ...rest,
        create: async () => ({ id: "1", outputs: { number: 7 } }),
        // @ts-expect-error label is no output
        stable: ["label"],
      }),
      // @ts-expect-error Nothing could be taken away.
      declare.resource({ ...common, read: rest.read, create: async () => ({ id: "1", outputs: { number: 7 } }) }),
    ];
    expect(shelves).toHaveLength(4);
  });

  test("does not let a secret pass for its text", () => {
    // @ts-expect-error A secret has to be revealed first.
    const text: string = new Secret("word");
    expect(`${text}`).toBe("[secret]");
  });
});
