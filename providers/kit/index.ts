export {
  type Autonaming,
  asPropertyMap,
  type Context,
  declarations,
  type FunctionDeclaration,
  type Logger,
  type Prior,
  type ProviderDeclaration,
  provider,
  type ResourceDeclaration,
  type Timeouts,
} from "./declare.ts";
export { type CheckFailure, failuresMessage, PartialResourceError, ProviderError } from "./errors.ts";
export { archive, asset, type FieldMeta, rule, secret } from "./field.ts";
export { packageSchema } from "./package-schema.ts";
export { listen, type RunningProvider, serve } from "./serve.ts";
export { Archive, Asset, type PropertyMap, type PropertyValue, Secret, Unknown, unknown } from "./values.ts";
