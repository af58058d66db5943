/// <reference lib="dom" />
import { PlaybackRefused, type PlaybackStep, type Played, play } from "../sequence.ts";
import type { PageSettings } from "../server.ts";
import { type Told, toldOf } from "../told.ts";
import { Controls } from "./controls.ts";
import { button, element, input, show, write } from "./elements.ts";
import { directly, post, type Reach, throughServer } from "./requests.ts";
import { decode } from "./sound.ts";

const settings = (await (await fetch("/settings.json")).json()) as PageSettings;
const isDirect = settings.throughOrigin === null;

const controls = new Controls(() => {
  refuse({ title: "The media stopped coming", advice: "Its address is good for minutes only. Fetch it again." });
});

write(
  "reach",
  isDirect
    ? `This browser asks the url_provider and the bucket itself, as a page of ${location.origin}.`
    : "This page's server makes both requests, since the stand-ins' host names lead nowhere for a browser. It sends the " +
        "origin below and goes by a browser's CORS rules for it: try another one.",
);
input("url-provider").value = settings.urlProvider;
input("origin").value = settings.throughOrigin ?? "";
show("origin-field", !isDirect);
input("origin").required = !isDirect;
show("roles", settings.roles.length > 0);
element("role", HTMLSelectElement).append(...settings.roles.map((role) => new Option(role)));

button("issue").addEventListener("click", async () => {
  const role = element("role", HTMLSelectElement).value;
  input("token").value = (await post<{ token: string }>("/token", { role })).token;
});
element("ask", HTMLFormElement).addEventListener("submit", async (event) => {
  event.preventDefault();
  button("play-recording").disabled = true;
  await fetchRecording();
  button("play-recording").disabled = false;
});

async function fetchRecording(): Promise<void> {
  show("refused", false);
  show("player", false);
  controls.unload();
  element("steps", HTMLOListElement).replaceChildren();
  const origin = isDirect ? location.origin : input("origin").value;
  const reach: Reach = isDirect ? directly : throughServer(origin);
  let played: Played;
  try {
    played = await play({ urlProvider: input("url-provider").value, token: input("token").value.trim() }, reach.get);
  } catch (error) {
    if (!(error instanceof PlaybackRefused)) return refuse({ title: "The page failed", advice: String(error) });
    showSteps(error.steps, error);
    return refuse(toldOf(error, origin));
  }
  showSteps(played.steps);
  const [whole, source] = await Promise.all([decode(played.bytes), reach.sourceOf(played.mediaUrl)]);
  if (whole === undefined) {
    const came = played.contentType ?? "of no stated type";
    return refuse({ title: "No audio", advice: `What came is no audio that this browser plays (${came}).` });
  }
  show("player", true);
  controls.load(whole, source);
}

function refuse({ title, advice }: Told): void {
  show("player", false);
  controls.unload();
  write("refused-title", title);
  write("refused-advice", advice);
  show("refused", true);
}

function showSteps(steps: readonly PlaybackStep[], refusal?: PlaybackRefused): void {
  const rows = steps.map(({ name, status, milliseconds }) =>
    row(name, `${status}`, `${milliseconds} ms`, name !== refusal?.step),
  );
  if (isDirect) rows.unshift(row("preflight", "–", "the browser's own, shown to no page", true));
  if (refusal && refusal.status === undefined) rows.push(row(refusal.step, "×", refusal.reason, false));
  element("steps", HTMLOListElement).replaceChildren(...rows);
}

function row(name: string, status: string, remark: string, isGood: boolean): HTMLLIElement {
  const cell = (tag: "b" | "span", text: string) => {
    const made = document.createElement(tag);
    made.textContent = text;
    return made;
  };
  const item = document.createElement("li");
  const shown = cell("span", status);
  shown.className = isGood ? "good" : "bad";
  item.append(cell("b", name), shown, cell("span", remark));
  return item;
}
