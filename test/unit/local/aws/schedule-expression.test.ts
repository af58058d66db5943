import { expect, test } from "vitest";
import { expressionFault } from "../../../../local/aws/provider/scheduler/schedule-expression.ts";

test.each([
  "rate(1 hour)",
  "rate(5 minutes)",
  "at(2026-01-31T12:00:00)",
  "cron(0 3 * * ? *)",
  "cron(0/15 8-18,20 ? JAN-MAR MON-FRI 2026)",
  "cron(0 0 L * ? *)",
  "cron(0 0 15W * ? 2026-2030)",
  "cron(30 6 ? * 6L *)",
  "cron(30 6 ? * 2#1 *)",
  "cron(*/10 * ? * SUN,7 *)",
])("%s is one", (expression) => {
  expect(expressionFault(expression)).toBeUndefined();
});

const rate = "use rate(5 minutes), of minutes, hours or days";
const time = "use at(2026-01-31T12:00:00), without a time zone";
const oneDay = "use ? for one of the two days, and one only";

test.each([
  ["daily", "use rate(…), cron(…) or at(…)"],
  ["rate(0 minutes)", rate],
  ["rate(1 week)", rate],
  ["rate(1.5 hours)", rate],
  ["at(2026-01-31)", time],
  ["at(2026-13-31T12:00:00)", time],
  ["at(2026-01-31T12:00:00Z)", time],
  ["cron(0 3 * * ?)", "use six fields in cron(…), not 5"],
  ["cron(60 3 * * ? *)", "use another minutes than 60"],
  ["cron(0 24 * * ? *)", "use another hours than 24"],
  ["cron(0 3 32 * ? *)", "use another day of the month than 32"],
  ["cron(0 3 * MAI ? *)", "use another month than MAI"],
  ["cron(0 3 ? * 0 *)", "use another day of the week than 0"],
  ["cron(0 3 ? * FRI-MON *)", "use another day of the week than FRI-MON"],
  ["cron(0 3 * * ? 1969)", "use another year than 1969"],
  ["cron(? 3 * * ? *)", "use another minutes than ?"],
  ["cron(0/0 3 * * ? *)", "use another minutes than 0/0"],
  ["cron(0 3 1-2-3 * ? *)", "use another day of the month than 1-2-3"],
  ["cron(0 3 * * * *)", oneDay],
  ["cron(0 3 ? * ? *)", oneDay],
])("%s is none", (expression, remedy) => {
  expect(expressionFault(expression)).toBe(remedy);
});
