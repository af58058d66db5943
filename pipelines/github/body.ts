/** The longest text that GitHub takes in a comment or an issue. It counts characters; UTF-16 units are never fewer. */
export const longestBody = 65_536;

/**
 * A comment's or an issue's text: the marker, with which most reports begin already, the report, a last line. What is too
 * long is cut after a whole line, with what is open in it closed, so that the last line is still seen.
 */
export function bodyOf(marker: string, report: string, last: string): string {
  const marked = report.startsWith(`${marker}\n`) ? report : `${marker}\n${report}`;
  const whole = `${marked.trimEnd()}\n\n${last}\n`;
  if (whole.length <= longestBody) return whole;
  const note = "The rest is too long to be shown here.";
  const room = longestBody - `\n\n${note} ${last}\n`.length;
  return `${cut(marked, room)}\n\n${note} ${last}\n`;
}

/** As many whole lines as fit with what closes them. */
function cut(report: string, room: number): string {
  let kept = "";
  const open = new Open();
  let best = "";
  for (const line of report.split("\n")) {
    kept += kept === "" ? line : `\n${line}`;
    if (kept.length > room) break;
    open.read(line);
    const closed = kept + open.ends();
    if (closed.length <= room) best = closed;
  }
  return best;
}

/** What is open at a place of a Markdown text: a fence, and folded details. */
class Open {
  #fence = "";
  #details = 0;

  read(line: string): void {
    const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    if (this.#fence !== "") {
      // A fence is closed by its own character, at least as many of them, and nothing else on the line.
      const [, closing = "", rest = ""] = fence ?? [];
      if (closing.startsWith(this.#fence) && rest.trim() === "") this.#fence = "";
      return;
    }
    if (fence !== null) this.#fence = fence[1] ?? "";
    else this.#details += count(line, /<details[\s>]/gi) - count(line, /<\/details>/gi);
  }

  ends(): string {
    const fence = this.#fence === "" ? "" : `\n${this.#fence}`;
    return fence + "\n</details>".repeat(Math.max(0, this.#details));
  }
}

function count(line: string, pattern: RegExp): number {
  return line.match(pattern)?.length ?? 0;
}
