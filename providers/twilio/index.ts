import { serve } from "../kit/index.ts";
import { twilio } from "./provider.ts";

void serve(twilio);
