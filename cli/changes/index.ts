export {
  type Change,
  type FlowChange,
  hasDrift,
  isRefused,
  type Operation,
  type PropertyChange,
  type StackDrift,
  type StackPreview,
  type Violation,
} from "./change.ts";
export { type FlowDifference, flowDifference } from "./flow-difference.ts";
export { markerOf } from "./markdown/marker.ts";
export { markdownDrift, markdownFailure, markdownReport } from "./markdown/report.ts";
export { driftOf, type PreviewOptions, previewOf } from "./preview.ts";
export { countsText, type ReportSubject } from "./subject.ts";
export { driftText, policyText, textReport } from "./text.ts";
