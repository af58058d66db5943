import { badRequest, notFound, TwilioError } from "../http/errors.ts";
import { given, oneOf, textField } from "../http/fields.ts";
import { formBody, requiredField } from "../http/form.ts";
import { type ApiResponse, jsonResponse, noContent } from "../http/messages.ts";
import { metaPageOf, pagingParameters } from "../http/paging.ts";
import type { Call, Route } from "../http/router.ts";
import { iso8601 } from "../http/timestamps.ts";
import { randomSid } from "../state/sids.ts";
import { autoCreationAfter, autoCreationFields, autoCreationLists } from "./auto-creation.ts";
import { type Address, addressTypes } from "./state.ts";

const all = "/v1/Configuration/Addresses";
/** By SID, or by the address itself. */
const one = `${all}/{Address}`;

/** https://www.twilio.com/docs/conversations/api/address-configuration-resource */
export const addressRoutes: Route[] = [
  { method: "GET", path: all, query: ["Type", ...pagingParameters], handle: listAddresses },
  { method: "POST", path: all, handle: createAddress },
  { method: "GET", path: one, handle: (call) => shown(200, call, addressAt(call)) },
  { method: "POST", path: one, handle: updateAddress },
  { method: "DELETE", path: one, handle: deleteAddress },
];

function listAddresses(call: Call): ApiResponse {
  const type = oneOf(call.request.query, "Type", addressTypes);
  const found = call.account.state.current.conversations.addresses.filter(
    (address) => type === undefined || address.type === type,
  );
  return jsonResponse(
    200,
    metaPageOf(call.request, "address_configurations", found, (address) => show(call, address), 50),
  );
}

function createAddress(call: Call): ApiResponse {
  const { request, account } = call;
  const fields = ["Type", "Address", "FriendlyName", "AddressCountry", ...autoCreationFields];
  const form = formBody(request, { fields, lists: autoCreationLists });
  requiredField(form, "Type");
  const date = iso8601(account.now());
  const created: Address = {
    sid: randomSid("IG"),
    type: oneOf(form, "Type", addressTypes) ?? "sms",
    address: requiredField(form, "Address"),
    friendly_name: textField(form, "FriendlyName", 256) ?? null,
    address_country: countryField(form),
    auto_creation: autoCreationAfter(form, { enabled: false, type: "default" }),
    date_created: date,
    date_updated: date,
  };
  if (account.state.current.conversations.addresses.some(({ address }) => address === created.address)) {
    throw new TwilioError(409, 20409, `An address configuration already exists for ${created.address}`);
  }
  account.state.change((draft) => draft.conversations.addresses.push(created));
  return shown(201, call, created);
}

function updateAddress(call: Call): ApiResponse {
  const { request, account } = call;
  const before = addressAt(call);
  const form = formBody(request, { fields: ["FriendlyName", ...autoCreationFields], lists: autoCreationLists });
  const after: Address = {
    ...before,
    ...given({ friendly_name: textField(form, "FriendlyName", 256) }),
    auto_creation: autoCreationAfter(form, before.auto_creation),
    date_updated: iso8601(account.now()),
  };
  account.state.change((draft) => {
    draft.conversations.addresses = draft.conversations.addresses.map((other) =>
      other.sid === after.sid ? after : other,
    );
  });
  return shown(200, call, after);
}

function deleteAddress(call: Call): ApiResponse {
  const { sid } = addressAt(call);
  call.account.state.change((draft) => {
    draft.conversations.addresses = draft.conversations.addresses.filter((other) => other.sid !== sid);
  });
  return noContent();
}

function addressAt({ request, at, account }: Call): Address {
  const found = account.state.current.conversations.addresses.find(
    ({ sid, address }) => sid === at.Address || address === at.Address,
  );
  if (!found) throw notFound(request);
  return found;
}

function countryField(form: URLSearchParams): string | null {
  const text = textField(form, "AddressCountry", 2) ?? null;
  if (text !== null && !/^[A-Z]{2}$/.test(text)) throw badRequest("Invalid value for parameter AddressCountry");
  return text;
}

function shown(status: number, call: Call, address: Address): ApiResponse {
  return jsonResponse(status, show(call, address));
}

function show({ account }: Call, address: Address) {
  return {
    account_sid: account.sid,
    ...address,
    url: `https://conversations.twilio.com${all}/${address.sid}`,
  };
}
