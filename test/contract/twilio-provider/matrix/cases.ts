import type { ResourceCase } from "./case.ts";
import {
  addressConfiguration,
  agentRole,
  conversationsConfiguration,
  role,
  serviceConfiguration,
} from "./cases/conversations.ts";
import { flexConfiguration } from "./cases/flex.ts";
import { incomingNumber } from "./cases/phone.ts";

/** Every resource of the provider. */
export const cases: readonly ResourceCase[] = [
  addressConfiguration,
  agentRole,
  conversationsConfiguration,
  flexConfiguration,
  incomingNumber,
  role,
  serviceConfiguration,
];
