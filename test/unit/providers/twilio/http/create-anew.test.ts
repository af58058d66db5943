import { expect, test, vi } from "vitest";
import { createOnce } from "../../../../../providers/twilio/http/create-once.ts";
import { TwilioUnansweredError } from "../../../../../providers/twilio/http/errors.ts";

const unanswered = new TwilioUnansweredError("POST /v1/Keys", "the connection failed");

/** An account with API keys: what the POST tells can't be had again. */
function account() {
  const keys = new Set<string>();
  let made = 0;
  const make = () => {
    made++;
    keys.add(`SK${made}`);
    return `secret ${made}`;
  };
  const find = async () => {
    const [id] = keys;
    return id === undefined ? undefined : { id, found: "without a secret" };
  };
  return {
    keys,
    make,
    calls: {
      what: "The API key",
      find: vi.fn(find),
      post: vi.fn(async () => make()),
      discard: vi.fn(async (id: string) => void keys.delete(id)),
    },
  };
}

test("what an unanswered POST made is taken away and made anew", async () => {
  const { keys, make, calls } = account();
  calls.post.mockImplementationOnce(async () => {
    make();
    throw unanswered;
  });
  expect(await createOnce(calls)).toBe("secret 2");
  expect([...keys]).toEqual(["SK2"]);
});

test("what an unanswered POST did not make is made, and nothing taken away", async () => {
  const { keys, calls } = account();
  calls.post.mockRejectedValueOnce(unanswered);
  expect(await createOnce(calls)).toBe("secret 1");
  expect(calls.discard).not.toHaveBeenCalled();
  expect([...keys]).toEqual(["SK1"]);
});

test("after a second one without an answer nothing is left, and the failure is told", async () => {
  const { keys, make, calls } = account();
  calls.post.mockImplementation(async () => {
    make();
    throw unanswered;
  });
  await expect(createOnce(calls)).rejects.toBe(unanswered);
  expect(calls.post).toHaveBeenCalledTimes(2);
  expect([...keys]).toEqual([]);
});

test("what was there before is never taken away", async () => {
  const { keys, make, calls } = account();
  make();
  await expect(createOnce(calls)).rejects.toThrow("exists already");
  expect(calls.discard).not.toHaveBeenCalled();
  expect([...keys]).toEqual(["SK1"]);
});
