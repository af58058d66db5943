import { z } from "zod";
import { rule } from "../../providers/kit/index.ts";
import { archive, archiveFaults } from "./archive.ts";
import { attachments } from "./attachments.ts";
import { messaging } from "./messaging.ts";
import { playback } from "./playback.ts";
import { recording } from "./recording.ts";
import { storage } from "./storage.ts";
import { tags } from "./tags.ts";
import { verification } from "./verification.ts";
import { voice } from "./voice.ts";

/** The stack's configuration under `flex-media:`. */
export const flexMedia = rule(
  z.strictObject({
    recording,
    attachments,
    voice,
    messaging,
    storage,
    playback,
    archive,
    verification,
    tags,
  }),
  archiveFaults,
);
