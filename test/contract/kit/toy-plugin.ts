import { serve } from "../../../providers/kit/index.ts";
import { toy } from "./toy.ts";

await serve(toy());
