export { CONDITIONS_KEY, conditionIds } from "./conditions.ts";
export {
  Block,
  type BlockId,
  BlockName,
  Callback,
  type CallbackId,
  FORMAT_VERSION,
  Id,
  PlaybookDocument,
  type PortId,
  Position,
} from "./document.ts";
export { type IdSource, idSource, type Random } from "./ids.ts";
export { type DocumentIndex, indexDocument } from "./index-document.ts";
export { isInside, withInsides } from "./inside.ts";
export { JOIN_NAMES, Join } from "./join.ts";
export { playbookDocumentSchema } from "./json-schema.ts";
export {
  documentSize,
  MOST_BLOCKS,
  MOST_BYTES,
  MOST_CALLBACKS,
  MOST_DEPTH,
  MOST_TEXT_BYTES,
} from "./limits.ts";
export {
  inputsOf,
  nameKey,
  numberedName,
  type PlaybookInput,
  playbookInputs,
  RESERVED_NAMES,
  START_TYPE,
  uniqueName,
} from "./names.ts";
export { newBlock, newCallback, newDocument } from "./new-document.ts";
export { type ParsedDocument, parseDocument, pathByIds } from "./parse-document.ts";
export type { Problem } from "./problem.ts";
export {
  ADDED_IN_2,
  type Upgraded,
  upgradeBlock,
  upgradeCallback,
  upgradeDocument,
  withoutDefaults,
} from "./upgrade.ts";
