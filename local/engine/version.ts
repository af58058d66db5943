export type Version = readonly [major: number, minor: number, patch: number];

/** The first `1.2.3` or `1.2` of a text such as `v3.259.0` or `go version go1.26.8 linux/amd64`. */
export function parseVersion(text: string): Version | undefined {
  const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  if (found === null) return undefined;
  return [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
}

export function isAtLeast(version: Version, least: Version): boolean {
  for (const [index, part] of least.entries()) {
    const own = version[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}

export function formatVersion(version: Version): string {
  return version.join(".");
}
