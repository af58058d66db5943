import { readFileSync } from "node:fs";

// Makes the storage alone, as the test has written down.
const { module, args } = JSON.parse(readFileSync("storage.json", "utf8"));
const { RecordingStorage } = await import(module);
const storage = new RecordingStorage("recordings", args);

export const { bucketName, bucketArn, keyArn, keyAlias } = storage;
