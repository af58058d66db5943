import { badRequest, TwilioError } from "./errors.ts";
import type { ApiRequest } from "./messages.ts";
import { integerParameter } from "./parameters.ts";

export const pagingParameters = ["Page", "PageSize", "PageToken"] as const;

interface Identified {
  readonly sid: string;
}

/**
 * One page of a 2010-04-01 list: flat paging fields with relative URIs beside the items. Later pages are found by
 * the token in `next_page_uri`, not by their number, so that a list can grow or shrink while it is read.
 */
export function pageOf<T extends Identified>(
  request: ApiRequest,
  key: string,
  items: readonly T[],
  show: (item: T) => unknown,
): Record<string, unknown> {
  const { shown, page, pageSize, uris } = cut(request, items, 1000);
  return {
    [key]: shown.map(show),
    end: page * pageSize + Math.max(shown.length - 1, 0),
    first_page_uri: uris.first,
    next_page_uri: uris.next,
    page,
    page_size: pageSize,
    previous_page_uri: uris.previous,
    start: page * pageSize,
    uri: uris.own,
  };
}

/**
 * One page of a newer API's list: the items and, in `meta`, the paging fields with absolute URLs.
 * @param largest the largest page that the list gives
 */
export function metaPageOf<T extends Identified>(
  request: ApiRequest,
  key: string,
  items: readonly T[],
  show: (item: T) => unknown,
  largest = 1000,
): Record<string, unknown> {
  const { shown, page, pageSize, uris } = cut(request, items, largest);
  const url = (uri: string | null) => uri && `https://${request.host}${uri}`;
  return {
    meta: {
      page,
      page_size: pageSize,
      first_page_url: url(uris.first),
      previous_page_url: url(uris.previous),
      url: url(uris.own),
      next_page_url: url(uris.next),
      key,
    },
    [key]: shown.map(show),
  };
}

function cut<T extends Identified>(request: ApiRequest, items: readonly T[], largest: number) {
  const pageSize = integerParameter(request.query, "PageSize", {
    minimum: 1,
    maximum: largest,
    absent: Math.min(50, largest),
  });
  const page = integerParameter(request.query, "Page", { minimum: 0, maximum: 999_999_999, absent: 0 });
  const from = firstIndex(request.query.get("PageToken"), page, pageSize, items);
  const shown = items.slice(from, from + pageSize);
  const uri = (number: number, token?: string) => pageUri(request, pageSize, number, token);
  const [first, last] = [shown[0], shown.at(-1)];
  const uris = {
    first: uri(0),
    next: last && from + shown.length < items.length ? uri(page + 1, `PA${last.sid}`) : null,
    previous: first && page > 0 ? uri(page - 1, `PB${first.sid}`) : null,
    own: uri(page, request.query.get("PageToken") ?? undefined),
  };
  return { shown, page, pageSize, uris };
}

/** A token says after (`PA`) or before (`PB`) which item the page lies. */
function firstIndex(token: string | null, page: number, pageSize: number, items: readonly { sid: string }[]): number {
  if (token === null) {
    if (page > 0) throw new TwilioError(400, 20006, "Page number out of range");
    return 0;
  }
  const [, side, sid] = /^(PA|PB)(.+)$/.exec(token) ?? [];
  const index = items.findIndex((item) => item.sid === sid);
  if (index < 0) throw badRequest("Invalid PageToken.");
  return side === "PA" ? index + 1 : Math.max(index - pageSize, 0);
}

function pageUri(request: ApiRequest, pageSize: number, page: number, token: string | undefined): string {
  const query = new URLSearchParams(request.query);
  for (const name of pagingParameters) query.delete(name);
  query.append("PageSize", String(pageSize));
  query.append("Page", String(page));
  if (token !== undefined) query.append("PageToken", token);
  return `${request.path}?${query}`;
}
