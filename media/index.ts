export {
  type AttachedMedia,
  MediaError,
  type MergeOptions,
  mergeMedia,
  originalRecording,
  originalTranscript,
} from "./attributes.ts";
export * from "./entry.ts";
export * from "./finding.ts";
export { attributeFindings, mediaFindings, wireFindings } from "./findings.ts";
export { isLiquid, joined, type Liquid, liquid, type Renders, type SidPrefix } from "./liquid.ts";
export { type ParsedMedia, parseMedia } from "./parse.ts";
export { type AttributesContext, mostSendToFlexCharacters, mostTaskCharacters } from "./rules/attributes.ts";
export { type Rule, rules } from "./rules/index.ts";
export type { MediaContext } from "./rules/rule.ts";
export * from "./sid.ts";
export { longestRendering, mediaTemplate } from "./template.ts";
export { millisecondsOf } from "./time.ts";
export { type Attributes, type AttributeValue, emitMedia } from "./wire.ts";
