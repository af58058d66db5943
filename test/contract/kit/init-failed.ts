import { halfMade } from "../../../providers/kit/testing-failure.ts";
import { shown } from "./shown.ts";

/** What the engine keeps of a resource from the error that a call ended with; `undefined` if that is nothing. */
export async function initFailed(call: Promise<unknown>) {
  const failed = await call.then(() => undefined, halfMade);
  return failed && { ...failed, inputs: shown(failed.inputs), state: shown(failed.state) };
}
