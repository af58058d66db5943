/** `npm run flex-media -- <command>`: what a platform team does with a stack beside `pulumi up`. */

import { keepCompiled } from "../local/engine/compile-cache.ts";

// Half the time that a short command takes is Node reading it.
keepCompiled();
await import("./command-line.ts");
