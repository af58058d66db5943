import type { PlaybackRefused } from "./sequence.ts";

/** A refusal as a listener reads it: what it comes to, and what to do. */
export interface Told {
  title: string;
  advice: string;
}

/** Says what a refusal means to whoever wanted to listen on a page of `origin`. */
export function toldOf(
  refusal: Pick<PlaybackRefused, "step" | "kind" | "status" | "reason" | "retryAfter">,
  origin: string,
): Told {
  const { step, kind, status, reason, retryAfter } = refusal;
  const service = step === "media" ? "the bucket" : "the url_provider";
  switch (kind) {
    case "address":
      return { title: "That address can't be asked", advice: `${capital(service)}'s address won't do: ${reason}.` };
    case "unreachable":
      return { title: "No answer", advice: `${capital(service)} ${reason}. Look whether it is there and reachable.` };
    case "cors":
      return { title: "Stopped by the browser", advice: `The answer to the ${step} request ${reason}.` };
    case "withheld":
      return {
        title: "Stopped by the browser",
        advice: `Either ${service} did not answer, or it doesn't allow pages of ${origin} (CORS). The browser tells its console which, but no page.`,
      };
    case "content":
      return { title: "An answer that can't be used", advice: `${capital(service)} ${reason}.` };
    case "status":
      return step === "url_provider" ? ofProvider(status, retryAfter) : ofMedia(status);
  }
}

function ofProvider(status: number | undefined, retryAfter: number | undefined): Told {
  if (status === 404 && retryAfter !== undefined) {
    return { title: "Not archived yet", advice: `The recording is on its way. Try again in ${inWords(retryAfter)}.` };
  }
  return (
    providerAnswers[status ?? 0] ?? {
      title: "An unexpected answer",
      advice: `The url_provider answers ${status}. Its log tells why.`,
    }
  );
}

const tooLong = {
  title: "The token is too long",
  advice: "The request's headers are larger than what the url_provider's front end takes.",
};

const providerAnswers: Record<number, Told> = {
  400: {
    title: "No such address",
    advice: "The url_provider's address must end in ?recording=RE… with one recording's SID.",
  },
  401: { title: "Not signed in", advice: "The token isn't valid, or has expired. Get a new one." },
  403: { title: "Not for you", advice: "Whoever has this token may not hear this recording. A supervisor may." },
  404: { title: "No such recording", advice: "It isn't in the archive: never made, deleted, or not archived yet." },
  413: tooLong,
  429: { title: "Too many requests", advice: "The url_provider is busy. Try again in a moment." },
  431: tooLong,
  503: {
    title: "Can't be checked at the moment",
    advice: "Who may listen can't be established now, and in doubt nothing is played. Try again in a moment.",
  },
};

function ofMedia(status: number | undefined): Told {
  if (status === 403) {
    return {
      title: "The media's address has expired",
      advice: "It is good for minutes only. Play again to get a new one.",
    };
  }
  if (status === 404) return { title: "The recording is gone", advice: "It was deleted a moment ago." };
  return { title: "An unexpected answer", advice: `The bucket answers ${status}.` };
}

function inWords(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} minutes`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
