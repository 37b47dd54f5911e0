export {
  type Collected,
  collect,
  collectRows,
  ROW_LIMIT,
  tooManyRows,
  unreadable,
} from "./collect.ts";
export {
  type ConditionReference,
  type Datapath,
  FIXED_SOURCES,
  type FilterReference,
  type FixedSource,
  printDatapath,
  type Reference,
  SECTIONS,
  type Section,
  type Segment,
  type Source,
} from "./datapath.ts";
export {
  type DatapathFilter,
  type ItemId,
  type KeptItems,
  keptItems,
  type SourceItem,
} from "./filter.ts";
export {
  type ResolvedDatapath,
  type StoredText,
  toShown,
  toStored,
  withIds,
  withNames,
} from "./names.ts";
export {
  DATAPATH_LENGTH,
  type DatapathError,
  type DatapathErrorCode,
  type ParsedDatapath,
  parseDatapath,
} from "./parse.ts";
export { asFarAsKnown, type Rewrite, rewriteReferences } from "./references.ts";
export { fullPath, itemsOf, type Roots, rootsOf } from "./roots.ts";
export { type PathStep, rowsOf, type Wanted } from "./rows.ts";
export {
  type BlockAccess,
  type DatapathScope,
  emptyScope,
  type ReadBlock,
  runScope,
  type ScopeParts,
} from "./scope.ts";
export { actionResults, type DatapathSource, type PathBehind, type SourceItems } from "./source.ts";
export {
  itemsKey,
  type KnownBlocks,
  sourceKey,
  sourceName,
  sourcesOf,
  unavailable,
} from "./sources.ts";
