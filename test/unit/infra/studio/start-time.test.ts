import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { studioLiquid } from "../../../../infra/studio/liquid/engine.ts";
import { liquidMilliseconds } from "../../../../infra/studio/liquid/start-time.ts";
import { rendererOf } from "../../../../local/twilio/studio/liquid.ts";

const engine = studioLiquid();
const template = engine.parse(liquidMilliseconds("widgets.CallRecording.StartTime"));

function rendered(startTime: unknown): string {
  return engine.renderSync(template, { widgets: { CallRecording: { StartTime: startTime } } });
}

const rfc2822 = (time: Date) => time.toUTCString().replace("GMT", "+0000");

test("a start time is milliseconds, whether it is RFC 2822 or ISO 8601", () => {
  expect(rendered("Wed, 18 Nov 2026 22:57:42 +0000")).toBe("1795042662000");
  expect(rendered("2026-11-18T22:57:42Z")).toBe("1795042662000");
  expect(rendered("2026-11-18T22:57:42.123Z")).toBe("1795042662000");
});

test("every second from March 1970 to February 2100 comes out as it is", () => {
  const second = fc.integer({ min: Date.UTC(1970, 2, 1) / 1000, max: Date.UTC(2100, 1, 28) / 1000 });
  fc.assert(
    fc.property(second, (seconds) => {
      const time = new Date(seconds * 1000);
      expect(rendered(rfc2822(time))).toBe(String(time.getTime()));
      expect(rendered(time.toISOString())).toBe(String(time.getTime()));
    }),
    { numRuns: 2000 },
  );
});

test.each(["01 Jan", "28 Feb", "29 Feb", "01 Mar", "31 Mar", "31 Aug", "01 Sep", "31 Dec"])("%s is its day", (day) => {
  for (const year of [2024, 2028]) {
    const text = `Thu, ${day} ${year} 00:00:09 +0000`;
    expect(rendered(text)).toBe(String(Date.parse(text)));
  }
});

test.each([undefined, null, "", "soon", "0"])("%j, which is no time, renders to nothing", (value) => {
  expect(rendered(value)).toBe("");
});

test("local Studio, where `date` knows what Twilio documents and no more, comes to the same", () => {
  const StartTime = "Sun, 08 Mar 2026 10:30:00 +0000";
  const render = rendererOf({ widgets: { CallRecording: { StartTime } } }, () => new Date(0));
  expect(render(liquidMilliseconds("widgets.CallRecording.StartTime"))).toBe("1772965800000");
  expect(render("{{widgets.CallRecording.StartTime | date: '%s'}}000")).not.toBe("1772965800000");
});

test("no time zone changes it, as `date` would have one", () => {
  const program = `
    import { studioLiquid } from "./infra/studio/liquid/engine.ts";
    import { liquidMilliseconds } from "./infra/studio/liquid/start-time.ts";
    const v = "Sun, 08 Mar 2026 10:30:00 +0000";
    const hour = studioLiquid().parseAndRenderSync("{{v | date: '%H'}}", { v });
    console.log(studioLiquid().parseAndRenderSync(liquidMilliseconds("v"), { v }), hour);
  `;
  const shown = ["UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Apia"].map((TZ) =>
    execFileSync(process.execPath, ["--input-type=module-typescript", "-e", program], { env: { ...process.env, TZ } })
      .toString()
      .trim()
      .split(" "),
  );
  expect(shown.map(([milliseconds]) => milliseconds)).toEqual(Array(4).fill("1772965800000"));
  expect(new Set(shown.map(([, hour]) => hour)).size).toBeGreaterThan(1);
});
