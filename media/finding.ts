/** How bad it is: an error can't work, a warning works otherwise than one may think. */
export type Severity = "error" | "warning";

/** What leads to a value: property names and list indices, from outside to inside. */
export type Path = readonly (string | number)[];

/** What is wrong about a value. */
export interface Finding {
  readonly severity: Severity;
  readonly path: Path;
  /** The name of the rule that found it, as in `raw-first`. */
  readonly rule: string;
  /** What is wrong; what to do. It goes behind the path. */
  readonly reason: string;
}

/** The path as people write it: `conversations.media[0].url`. Names that are no identifiers stand in brackets. */
export function pathText(path: Path): string {
  const text = path
    .map((step) => {
      if (typeof step === "number") return `[${step}]`;
      return /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join("");
  return text.startsWith(".") ? text.slice(1) : text;
}

/** `conversations.media[0].url is not https; …` */
export function findingText({ path, reason }: Finding): string {
  return path.length === 0 ? reason : `${pathText(path)} ${reason}`;
}

/** Whether nothing stands in the way. Warnings don't. */
export function isSound(findings: readonly Finding[]): boolean {
  return findings.every(({ severity }) => severity !== "error");
}
