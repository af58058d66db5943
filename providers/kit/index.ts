export { type Checked, PropertyShape } from "./check.ts";
export {
  type Autonaming,
  type Context,
  declarations,
  type FunctionDeclaration,
  type Logger,
  type Prior,
  type ProviderDeclaration,
  provider,
  type ReferenceNotes,
  type ResourceDeclaration,
  type Timeouts,
} from "./declare.ts";
export { type CheckFailure, failuresMessage, PartialResourceError, ProviderError } from "./errors.ts";
export { archive, asset, type FieldMeta, rule, secret } from "./field.ts";
export { packageSchema } from "./package-schema.ts";
export { formatPath, type PropertyPath } from "./property-path.ts";
export { listen, type RunningProvider, serve } from "./serve.ts";
export {
  Archive,
  Asset,
  asPropertyMap,
  hasUnknown,
  type PropertyMap,
  type PropertyValue,
  Secret,
  Unknown,
  unknown,
} from "./values.ts";
