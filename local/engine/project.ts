import { resolve } from "node:path";

/** The root folder of this checkout. */
export const PROJECT_FOLDER = resolve(import.meta.dirname, "../..");

/** Where everything goes that local runs leave behind. */
export const RUN_FOLDER = resolve(PROJECT_FOLDER, ".flex-media");
