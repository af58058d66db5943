/** The steps to a property: names of object keys and indexes of array items. */
export type PropertyPath = readonly (string | number)[];

// In quotes a backslash at the end would be read as that of the quote.
const bare = /^([A-Za-z_$][\w$]*|[^.[\]]*\\)$/;

/**
 * Writes a path as the engine prints it: `channelConfigs[0].attachments`, `tags["a.b"]`.
 *
 * The notation has no way to write a key that both has a dot or bracket and ends in a backslash; the path
 * then names what holds that key.
 */
export function formatPath(path: PropertyPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (bare.test(step)) text += text === "" ? step : `.${step}`;
    else if (step.endsWith("\\")) return text;
    else text += `["${step.replaceAll('"', '\\"')}"]`;
  }
  return text;
}

/**
 * Reads a path in the engine's notation; `*` stands for any key or index, as in `ignoreChanges`. A quote
 * inside a quoted key has a backslash before it; every other backslash stands for itself.
 */
export function parsePath(text: string): PropertyPath {
  const path: (string | number)[] = [];
  const step = /\.?([^.[\]]+)|\.?\[(\d+)\]|\.?\[\*\]|\.?\["((?:\\"|[^"])*)"\]/gy;
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (match === null) throw new Error(`"${text}" is not a property path; write it like a.b[0]["c.d"].`);
    if (match[1] !== undefined) path.push(match[1]);
    else if (match[2] !== undefined) path.push(Number(match[2]));
    else path.push(match[3] === undefined ? "*" : match[3].replaceAll('\\"', '"'));
  }
  return path;
}

/** Whether `pattern` names `path` itself or something that `path` lies in. */
export function covers(pattern: PropertyPath, path: PropertyPath): boolean {
  return pattern.length <= path.length && overlaps(pattern, path);
}

/** Whether one of the two names the other or something that the other lies in. */
export function overlaps(pattern: PropertyPath, path: PropertyPath): boolean {
  return pattern.every((step, i) => i >= path.length || step === "*" || String(step) === String(path[i]));
}
