import { describe, expect, test, vi } from "vitest";
import { ProviderError } from "../../../../../providers/kit/index.ts";
import { createOnce } from "../../../../../providers/twilio/http/create-once.ts";
import { TwilioRefusedError, TwilioUnansweredError } from "../../../../../providers/twilio/http/errors.ts";

const what = 'the role "supervisor"';
const unanswered = new TwilioUnansweredError("POST /v1/Roles", "the connection failed");
const made = { id: "RL1", found: "made" };

function twilio() {
  return {
    what,
    find: vi.fn<() => Promise<{ id: string; found: string } | undefined>>().mockResolvedValue(undefined),
    post: vi.fn<() => Promise<string>>().mockResolvedValue("made"),
  };
}

test("what is not there is made", async () => {
  const calls = twilio();
  expect(await createOnce(calls)).toBe("made");
  expect(calls.post).toHaveBeenCalledTimes(1);
});

test("what was there before is not taken over", async () => {
  const calls = twilio();
  calls.find.mockResolvedValue(made);
  await expect(createOnce(calls)).rejects.toThrow(
    new ProviderError(
      'the role "supervisor" exists already and is not managed by this stack; import it by its ID RL1, or choose another name.',
    ),
  );
  expect(calls.post).not.toHaveBeenCalled();
});

describe("after a POST without an answer", () => {
  test("what it made is found, and not made again", async () => {
    const calls = twilio();
    calls.find.mockResolvedValueOnce(undefined).mockResolvedValueOnce(made);
    calls.post.mockRejectedValueOnce(unanswered);
    expect(await createOnce(calls)).toBe("made");
    expect(calls.post).toHaveBeenCalledTimes(1);
  });

  test("what it did not make is made by another", async () => {
    const calls = twilio();
    calls.post.mockRejectedValueOnce(unanswered);
    expect(await createOnce(calls)).toBe("made");
    expect(calls.post).toHaveBeenCalledTimes(2);
  });

  test("it is open still when the other has no answer either", async () => {
    const calls = twilio();
    calls.post.mockRejectedValue(unanswered);
    await expect(createOnce(calls)).rejects.toBe(unanswered);
    expect(calls.post).toHaveBeenCalledTimes(2);
  });
});

test("a refusal is final", async () => {
  const calls = twilio();
  const refused = new TwilioRefusedError("POST /v1/Roles", {
    status: 400,
    code: 20001,
    message: "no",
    requestId: undefined,
  });
  calls.post.mockRejectedValue(refused);
  await expect(createOnce(calls)).rejects.toBe(refused);
  expect(calls.find).toHaveBeenCalledTimes(1);
});
