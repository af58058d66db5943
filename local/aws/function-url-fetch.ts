import { type LocalAwsAddress, localAwsFetch } from "./reach.ts";

/** `fetch` by which URLs of Lambda functions lead to the local AWS, and all others to where they always do. */
export function fetchWithFunctionUrls(aws: LocalAwsAddress): typeof fetch {
  const reach = localAwsFetch(aws);
  return async (input, init) => {
    const request = new Request(input, init);
    if (!new URL(request.url).hostname.endsWith(".on.aws")) return await fetch(request);
    const { url, method, signal } = request;
    const headers = Object.fromEntries(request.headers);
    return await reach(url, { method, headers, body: new Uint8Array(await request.arrayBuffer()), signal });
  };
}
