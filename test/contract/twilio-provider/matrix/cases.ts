import type { ResourceCase } from "./case.ts";
import { flexConfiguration } from "./cases/flex.ts";

/** Every resource of the provider. */
export const cases: readonly ResourceCase[] = [flexConfiguration];
