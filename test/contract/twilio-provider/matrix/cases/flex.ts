import { everyOther, everyProperty } from "../../flex/every-property.ts";
import type { ResourceCase } from "../case.ts";

export const flexConfiguration: ResourceCase = {
  type: "twilio:flex:Configuration",
  adopted: true,
  declare: async (_, view) => ({
    inputs: everyProperty,
    changed: everyOther,
    count: async () => 1,
    snapshot: () => view.snapshot("flex-api.twilio.com", "/v1/Configuration"),
  }),
};
