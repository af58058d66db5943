import { expect, test } from "vitest";
import { findingText, flowFindings } from "../../../../infra/studio/flow.ts";
import { withProperties } from "./sample.ts";

const recording =
  '{"type":"VoiceRecording","url_provider":"https://p.example/?recording={{widgets.CallRecording.Sid}}"}';
const raw = '{"type":"Raw","url":"https://ours.example/"}';

function errorsOf(media: string): string[] {
  const attributes = `{"conversations":{"media":[${media}]}}`;
  return flowFindings(withProperties("Recorded", { attributes }))
    .filter(({ severity }) => severity === "error")
    .map(findingText);
}

test.each([
  [
    "Raw first",
    `${raw},${recording}`,
    "widgets.Recorded.attributes.conversations.media[0]: is a Raw link, which keeps the others from being shown; move it behind them",
  ],
  [
    "two recordings",
    `${recording},${recording}`,
    "widgets.Recorded.attributes.conversations.media[1]: is a second VoiceRecording, which is never played, after [0]; remove it",
  ],
  [
    "url_provider on a link",
    `${recording},{"type":"Referenced","url":"https://ours.example/","url_provider":"https://p.example/?a"}`,
    "widgets.Recorded.attributes.conversations.media[1].url_provider: works for VoiceRecording only, not for Referenced; give url, of a page that asks for its own log-in",
  ],
  [
    "a time in seconds",
    recording.replace('}}"}', '}}","start_time":{{"1795042662" | plus: 0}}}'),
    "widgets.Recorded.attributes.conversations.media[0].start_time: is in seconds; multiply it by 1000",
  ],
])("media with %s is refused, as it stands once the attributes are rendered", (_, media, message) => {
  expect(errorsOf(media)).toEqual([message]);
});

test("media that is right has no findings", () => {
  expect(errorsOf(recording)).toEqual([]);
});
