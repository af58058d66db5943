import type { LocalTwilio } from "../../../../local/twilio/server.ts";
import type { SavedResource } from "../../../../providers/kit/testing.ts";
import type { PropertyMap } from "../../../../providers/kit/values.ts";
import type { AccountView } from "./account-view.ts";

/** One account's declarations of a resource, and what the account shows of it. */
export interface Declared {
  inputs: PropertyMap;
  /** The same resource with every property that can change in place changed. */
  changed: PropertyMap;
  /** A declaration that the API can't get to in place: the thing is replaced. */
  replaced?: PropertyMap;
  /** How many of the thing there are in the account: 1 once it is made, and for an adopted thing always. */
  count(): Promise<number>;
  /** All that the account shows of an adopted thing: it must be the same again when the resource is destroyed. */
  snapshot?(): Promise<unknown>;
}

/** A resource of the provider, for the tests that treat all resources alike. */
export interface ResourceCase {
  type: string;
  /** The thing was there before and stays when the resource is destroyed. */
  adopted: boolean;
  /** Nothing about it can be changed, so no update and no drift. */
  unchangeable?: boolean;
  /** Makes what the resource needs in the account. */
  declare(twilio: LocalTwilio, view: AccountView): Promise<Declared>;
  /** What an import takes; the resource's own ID if not given. */
  importId?(saved: SavedResource): string;
}
