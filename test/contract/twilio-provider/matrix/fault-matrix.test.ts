import { afterAll, expect, test } from "vitest";
import { twilio as declaration } from "../../../../providers/twilio/provider.ts";
import { Account } from "./account.ts";
import type { ResourceCase } from "./case.ts";
import { adoptedRole } from "./cases/conversations.ts";
import { cases } from "./cases.ts";
import { type ApiCall, faults, nameOf, silences } from "./faults.ts";
import { type Phase, phases } from "./phases.ts";

let tried = 0;
let failedOnce = 0;
afterAll(() => {
  console.log(`Fault matrix: ${tried} faults, ${failedOnce} of them failed an operation; every next one converged.`);
});

async function withAccount<T>(work: (account: Account) => Promise<T>): Promise<T> {
  const account = await Account.open();
  try {
    return await work(account);
  } finally {
    await account.close();
  }
}

async function callsIn(resource: ResourceCase, phase: Phase): Promise<ApiCall[]> {
  return await withAccount(async (account) => {
    const declared = await resource.declare(account.twilio, account.view);
    const saved = await phase.before(account, resource, declared);
    return await account.callsOf(async () => {
      const { error } = await phase.attempt(account, resource.type, declared, saved);
      if (error !== undefined) throw error;
    });
  });
}

/** Lets one call fail once, then tries again as the next `up` does. */
async function survive(resource: ResourceCase, phase: Phase, call: ApiCall, fault: object): Promise<void> {
  await withAccount(async (account) => {
    const declared = await resource.declare(account.twilio, account.view);
    const untouched = await declared.snapshot?.();
    const before = await phase.before(account, resource, declared);
    account.twilio.control.faults.add({ ...call, ...fault, times: 1 });
    if ("delayMs" in fault) await account.waitAtMost(2);
    const first = await phase.attempt(account, resource.type, declared, before);
    await account.waitAtMost(300);
    account.twilio.control.faults.clear();
    tried++;
    if (first.error !== undefined) failedOnce++;

    const next = first.error === undefined ? first : await phase.attempt(account, resource.type, declared, first.saved);
    expect(next.error?.message).toBeUndefined();
    expect(await declared.count()).toBe(phase.remains(resource));
    if (next.saved !== undefined) {
      // What is saved is what is there, so that nothing is left to do.
      const there = await account.provider.read(resource.type, next.saved);
      expect(there?.id).toBe(next.saved.id);
      expect(there && (await account.provider.diff(resource.type, there, next.saved.inputs)).detailed).toEqual({});
      await account.provider.delete(resource.type, next.saved);
    }
    // Whatever failed on the way, in the end the account is as it was before.
    expect(await declared.count()).toBe(resource.adopted ? 1 : 0);
    expect(await declared.snapshot?.()).toEqual(untouched);
  });
}

test("every resource of the provider has its case", () => {
  expect(cases.map(({ type }) => type).sort()).toEqual(declaration.resources.map(({ type }) => type).sort());
});

for (const resource of [...cases, adoptedRole]) {
  const what = resource === adoptedRole ? `${resource.type}, adopted` : resource.type;
  for (const phase of phases) {
    test(`${what}: ${phase.name} survives every failure of every call`, async () => {
      const calls = await callsIn(resource, phase);
      const outcomes: string[] = [];
      // Silences by themselves: who waits for an answer shall not wait for other accounts.
      for (const kinds of [faults, silences]) {
        const struck = calls.flatMap((call) => Object.entries(kinds).map(([kind, fault]) => ({ call, kind, fault })));
        await Promise.all(
          struck.map(async ({ call, kind, fault }) => {
            const problem = await survive(resource, phase, call, fault).catch((error: Error) => error.message);
            if (problem !== undefined) outcomes.push(`${nameOf(call)}, ${kind}: ${problem}`);
          }),
        );
      }
      expect(outcomes).toEqual([]);
    });
  }
}
