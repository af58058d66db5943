import type { Case } from "../case.ts";
import { awsCases } from "./aws.ts";
import { twilioCases } from "./twilio.ts";

export const cases: readonly Case[] = [...twilioCases, ...awsCases];
