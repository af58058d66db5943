import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { ProviderClient } from "../../../../providers/kit/testing.ts";
import { authToken, flex, type Opened, opened, outcome, type, up } from "./fixture.ts";

const declared = { callRecordingEnabled: true };
const post = { ...flex, method: "POST", times: 1 } as const;

/** The declared value is in the account, what was there before is in the state, and destroy puts it back. */
async function converges({ account }: Opened, provider: ProviderClient, left: Awaited<ReturnType<typeof up>>) {
  expect(left.saved?.state.original).toEqual({ callRecordingEnabled: {} });
  const { saved, error } = await up(provider, left.saved, declared);
  expect(error).toBeUndefined();
  expect(account().call_recording_enabled).toBe(true);
  if (saved) await provider.delete(type, saved);
  expect(account().call_recording_enabled).toBeNull();
}

describe("a refusal after no answer", () => {
  test.each([401, 400])("leaves it open whether the first attempt was done: %s", async (status) => {
    const open = await opened({ maxRetries: 1 });
    open.control.faults.add({ ...post, when: "after", drop: true });
    open.control.faults.add({ ...post, status });
    const left = await up(open.provider, undefined, declared);
    expect(left.error).toContain(`(HTTP ${status}, code `);
    expect(left.error).toContain("An attempt before that went unanswered, and may have been done.");
    expect(open.account().call_recording_enabled).toBe(true);
    await converges(open, open.provider, left);
  });

  test("on update still counts as ours what was to go back", async () => {
    const { provider, control, account } = await opened({ maxRetries: 1 });
    const saved = await provider.create(type, declared);
    control.faults.add({ ...post, when: "before", drop: true });
    control.faults.add({ ...post, status: 403 });
    const left = await up(provider, saved, {});
    expect(left.saved?.state.original).toEqual({ callRecordingEnabled: {} });
    if (left.saved) await provider.delete(type, left.saved);
    expect(account().call_recording_enabled).toBeNull();
  });

  test("does not after one that Twilio did not even begin with", async () => {
    const { provider, control } = await opened({ maxRetries: 1 });
    control.faults.add({ ...post, status: 429 });
    control.faults.add({ ...post, status: 400 });
    const left = await up(provider, undefined, declared);
    expect(left.saved).toBeUndefined();
    expect(left.error).not.toContain("An attempt before");
  });
});

/** Longer than anything here takes, and shorter than the limit of a request: what ends by that has not been ended. */
const endless = { timeout: 120_000 };

describe("a cancel", endless, () => {
  const cancelled = "Cancelled. What was already written is in the state; run the command again to go on.";
  const silence = { ...flex, times: 1, delayMs: 600_000 };

  /** Cancels once Twilio has been struck dumb. */
  async function cancel({ provider, control }: Opened) {
    await expect.poll(() => control.faults.list(), { timeout: 60_000 }).toEqual([]);
    await provider.cancel();
  }

  test.each(["before", "after"] as const)(
    "during a silence %s the change ends it and keeps what was there",
    async (when) => {
      const open = await opened();
      open.control.faults.add({ ...silence, method: "POST", when });
      const [left] = await Promise.all([up(open.provider, undefined, declared), cancel(open)]);
      expect(left.error).toBe(cancelled);
      await converges(open, await open.restart(), left);
    },
  );

  test("during a silence before the look leaves nothing behind", async () => {
    const open = await opened();
    open.control.faults.add({ ...silence, method: "GET" });
    const [left] = await Promise.all([up(open.provider, undefined, declared), cancel(open)]);
    expect(left).toEqual({ saved: undefined, error: cancelled });
  });

  test("between two attempts ends the wait", async () => {
    const open = await opened({ maxRetries: 10 });
    open.control.faults.add({ ...post, status: 429, headers: { "retry-after": "600" } });
    const [left] = await Promise.all([up(open.provider, undefined, declared), cancel(open)]);
    expect(left.error).toBe(cancelled);
    expect(open.exchanges().map(({ status }) => status)).toEqual([200, 429]);
    await converges(open, await open.restart(), left);
  });

  test("during destroy leaves the resource to the next destroy", async () => {
    const open = await opened();
    const saved = await open.provider.create(type, declared);
    open.control.faults.add({ ...silence, method: "POST" });
    const destroy = outcome(
      saved,
      open.provider.delete(type, saved).then(() => saved),
    );
    const [left] = await Promise.all([destroy, cancel(open)]);
    expect(left).toEqual({ saved, error: cancelled });
    await (await open.restart()).delete(type, saved);
    expect(open.account().call_recording_enabled).toBeNull();
  });
});

test("the user's own timeout ends a silence, and keeps what was there", endless, async () => {
  const open = await opened();
  open.control.faults.add({ ...post, when: "after", delayMs: 600_000 });
  const left = await outcome(undefined, open.provider.create(type, declared, { timeout: 5 }));
  expect(left.error).toContain("Not done after 5 seconds; raise customTimeouts.create");
  await converges(open, open.provider, left);
});

describe("a redirect", () => {
  /** A server at another address, which must never hear from us. */
  async function elsewhere() {
    const heard: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      heard.push(`${request.method} ${request.headers.authorization}`);
      response.end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    return { heard, locations: [`http://localhost:${port}/`, `http://127.0.0.1:${port}/`] };
  }

  test.each([301, 302, 303, 307, 308])(
    "with status %s is not followed, with credentials or without",
    async (status) => {
      const { heard, locations } = await elsewhere();
      const open = await opened();
      for (const location of locations) {
        for (const method of ["GET", "POST"]) {
          open.control.faults.add({ ...flex, method, times: 1, status, headers: { location } });
          const { error } = await up(open.provider, undefined, declared);
          expect(error).toBe(
            `Twilio did not answer ${method} /v1/Configuration: it answered with a redirect (HTTP ${status}), and credentials are not sent elsewhere. Look whether Twilio can be reached, then run the command again.`,
          );
          expect(error).not.toContain(authToken);
        }
      }
      expect(heard).toEqual([]);
    },
  );
});
