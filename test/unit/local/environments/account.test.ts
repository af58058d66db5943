import { expect, test } from "vitest";
import { inventAccount } from "../../../../local/environments/account.ts";

const stacks = ["dev", "staging", "prod", "qa", "load", "emea", "apac", "demo", "training", "spare"];

test("ten stacks have nothing of their accounts in common", () => {
  const values = stacks.flatMap((stack, at) => Object.values(inventAccount(stack, at)));
  expect(new Set(values).size).toBe(values.length);
});

test("an account's names are such as Twilio and AWS give, and its numbers are kept for fiction", () => {
  for (const [at, stack] of stacks.entries()) {
    expect(inventAccount(stack, at)).toEqual({
      accountSid: expect.stringMatching(/^AC[0-9a-f]{32}$/),
      authToken: expect.stringMatching(/^[0-9a-f]{32}$/),
      voiceNumber: expect.stringMatching(/^\+141555501\d\d$/),
      textNumber: expect.stringMatching(/^\+141555501\d\d$/),
      awsAccountId: expect.stringMatching(/^\d{12}$/),
      passphrase: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  }
});

test("what an account is called stays, and what opens it does not", () => {
  const [one, other] = [inventAccount("dev", 0), inventAccount("dev", 0)];
  expect(other.accountSid).toBe(one.accountSid);
  expect(other.authToken).not.toBe(one.authToken);
  expect(other.passphrase).not.toBe(one.passphrase);
});
