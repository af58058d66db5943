import type { Account } from "../account.ts";

/** Makes all the changes of a piece of work, or none of them where it throws. */
export function whole<T>(account: Account, work: (account: Account) => T): T {
  const draft = structuredClone(account.state.current);
  const state: Account["state"] = { current: draft, change: (mutate) => mutate(draft) };
  const result = work({ ...account, state });
  account.state.change((held) => Object.assign(held, draft));
  return result;
}
