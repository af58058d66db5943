import { originRefusal, preflightRefusal } from "../../local/player/cors.ts";
import { askAsStranger, foreignOrigin } from "./stranger.ts";
import type { Subject } from "./subject.ts";
import { type Finding, failed, passed, type Trial } from "./trial.ts";

/** No recording: whoever asks for it without leave learns nothing, whether it is there or not. */
const nobodysRecording = `RE${"0".repeat(32)}`;

/** That the functions answer, and whom they refuse. */
export function* urlTrials(subject: Subject): Generator<Trial> {
  yield { name: "url_provider: no token", run: (signal) => noToken(subject, signal) };
  yield { name: "url_provider: foreign page", run: (signal) => foreignPage(subject, signal) };
  for (const origin of subject.settings.playback.origins) {
    yield { name: `url_provider: ${origin}`, run: (signal) => ownPage(subject, origin, signal) };
  }
  const { archiveUrl } = subject.outputs;
  if (subject.settings.archive === undefined) return;
  yield {
    name: "archive: no signature",
    run: (signal) => (archiveUrl === undefined ? noArchive(subject) : unsigned(subject, archiveUrl, signal)),
  };
}

async function noToken(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const { status } = await ask(subject, { headers: { origin: foreignOrigin } }, signal);
  const unmarked = await ask(subject, {}, signal);
  const wrong = [status, unmarked.status].find((one) => one !== 401);
  if (wrong === undefined) return passed("401, from a foreign page too");
  if (wrong < 400) return failed(`answers ${wrong} instead of 401; take the URL off at once if it plays for nobody`);
  if (wrong === 403) {
    return failed(
      "answers 403 instead of 401: the function URL itself is closed; let it be called by anyone (AuthType NONE)",
    );
  }
  return failed(`answers ${wrong} instead of 401; its log tells why`);
}

async function foreignPage(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const preflight = await ask(subject, preflightOf(foreignOrigin), signal);
  const answer = await ask(subject, { headers: { origin: foreignOrigin } }, signal);
  const allowed = [preflight, answer].find((one) => originRefusal(one, foreignOrigin) === undefined);
  if (allowed === undefined) return passed("kept from it by CORS");
  return failed(`pages of ${foreignOrigin} may ask it; list exact origins in its CORS settings`);
}

async function ownPage(subject: Subject, origin: string, signal: AbortSignal): Promise<Finding> {
  const refusal = preflightRefusal(await ask(subject, preflightOf(origin), signal), origin, ["authorization"]);
  return refusal === undefined ? passed("its pages may send a token") : failed(`the preflight ${refusal}`);
}

function preflightOf(origin: string) {
  const asked = { "access-control-request-method": "GET", "access-control-request-headers": "authorization" };
  return { method: "OPTIONS", headers: { origin, ...asked } };
}

function ask(
  subject: Subject,
  init: { method?: string; headers?: Record<string, string> },
  signal: AbortSignal,
): Promise<Response> {
  const url = `${subject.outputs.playbackUrl.replace(/\/$/, "")}/?recording=${nobodysRecording}`;
  return askAsStranger(subject, "the url_provider", url, init, signal);
}

async function noArchive({ stack }: Subject): Promise<Finding> {
  return failed(`archiveUrl is not in the stack's outputs; \`npm run pulumi -- up --stack ${stack}\``);
}

async function unsigned(subject: Subject, url: string, signal: AbortSignal): Promise<Finding> {
  const { accountSid: AccountSid } = subject.outputs;
  const form = { AccountSid, RecordingSid: nobodysRecording, RecordingStatus: "in-progress" };
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" };
  const signatures: Record<string, string>[] = [{}, { "x-twilio-signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" }];
  for (const signature of signatures) {
    const body = new URLSearchParams(form).toString();
    const init = { method: "POST", headers: { ...headers, ...signature }, body };
    const { status } = await askAsStranger(subject, "the archive's intake", `${url.replace(/\/$/, "")}/`, init, signal);
    if (status === 403) continue;
    const what = "x-twilio-signature" in signature ? "with a wrong signature" : "without a signature";
    if (status < 400) return failed(`a callback ${what} is taken (${status}); anyone can put work into the archive`);
    return failed(`answers ${status} instead of 403 to a callback ${what}; its log tells why`);
  }
  return passed("refused, as is a wrong one");
}
