import { agentsHearOwn, anyOf, byRole } from "../../../functions/url-provider/authorisation.ts";
import { lambdaHandler } from "../../../functions/url-provider/lambda.ts";

/** A team's own function: leads hear everything, and agents what they spoke in. */
export const handler = lambdaHandler(() => anyOf(byRole(["team_lead"]), agentsHearOwn));
