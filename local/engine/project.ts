import { join, resolve } from "node:path";

/** The root folder of this checkout. */
export const PROJECT_FOLDER = resolve(import.meta.dirname, "../..");

/** Where everything goes that local runs leave behind; `FLEX_MEDIA_FOLDER` names another folder for it. */
export const RUN_FOLDER = resolve(process.env.FLEX_MEDIA_FOLDER || join(PROJECT_FOLDER, ".flex-media"));
