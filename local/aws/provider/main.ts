import { serve } from "../../../providers/kit/index.ts";
import { awsProvider } from "./provider.ts";

await serve(awsProvider);
