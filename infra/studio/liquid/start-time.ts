/**
 * Liquid that turns a recording's start time into milliseconds since 1970, as Flex Insights takes it.
 *
 * Studio's value is RFC 2822 text in GMT (https://www.twilio.com/docs/voice/api/recording), while the guide on dual-channel
 * recording speaks of ISO 8601 (https://www.twilio.com/docs/flex/developer/insights/enable-dual-channel-recordings): both are
 * read. `| date: '%s'` would be shorter, but nothing says that Studio's `date` knows `%s` or reads RFC 2822. The tokens that
 * Twilio lists (https://help.twilio.com/articles/4413699936411, which also says that times are in Pacific Time) are worded as
 * those of Liqp, a Liquid in Java, whose `date` had no `%s` and read two forms only until 2021
 * (https://github.com/bkiers/Liqp). It hands back what it doesn't read, and the attributes would no longer be JSON. So the
 * parts of the text are counted instead, with `split`, `first`, `size` and whole-number arithmetic that every Liquid has; no
 * zone is involved. Division only ever follows taking the remainder away, since engines differ in what a quotient is.
 *
 * Right for 1 March 1970 to 28 February 2100. Where there is no such text it renders to nothing.
 * @param variable What to read, such as `widgets.CallRecording.StartTime`.
 */
export function liquidMilliseconds(variable: string): string {
  return [
    assign("t", variable),
    // An RFC 2822 date has spaces, "Wed, 18 Nov 2026 22:57:42 +0000"; an ISO 8601 one has none.
    "{% if t contains ', ' %}",
    assign("p", "t | split: ' '"),
    assign("y", "p[3] | plus: 0"),
    assign("d", "p[1] | plus: 0"),
    // How many months stand before this one, counted from March, when the leap day is over.
    assign("m", "'MarAprMayJunJulAugSepOctNovDecJanFeb' | split: p[2] | first | size | divided_by: 3"),
    assign("c", "p[4] | split: ':'"),
    "{% elsif t contains 'T' %}",
    assign("p", "t | split: 'T'"),
    assign("q", "p[0] | split: '-'"),
    assign("y", "q[0] | plus: 0"),
    assign("d", "q[2] | plus: 0"),
    assign("m", "q[1] | plus: 9 | modulo: 12"),
    assign("c", "p[1] | replace: 'Z', '' | split: '.' | first | split: ':'"),
    "{% endif %}",
    "{% if c %}",
    // January and February belong to the year before.
    `{% if m > 9 %}${assign("y", "y | minus: 1")}{% endif %}`,
    assign("a", "y | times: 1461"),
    assign("r", "a | modulo: 4"),
    assign("a", "a | minus: r | divided_by: 4"),
    assign("b", "m | times: 153 | plus: 2"),
    assign("r", "b | modulo: 5"),
    assign("b", "b | minus: r | divided_by: 5"),
    assign("n", `a | plus: b | plus: d | minus: ${daysBefore1970}`),
    assign("n", "n | times: 24 | plus: c[0] | times: 60 | plus: c[1] | times: 60 | plus: c[2]"),
    "{{n}}000{% endif %}",
  ].join("");
}

/** What the count of days makes of 1 January 1970. */
const daysBefore1970 = 719_484;

function assign(name: string, value: string): string {
  return `{% assign ${name} = ${value} %}`;
}
