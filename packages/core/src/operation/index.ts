export { applyOperation } from "./apply.ts";
export {
  type Clipboard,
  copyBlocks,
  type ParsedClipboard,
  type Paste,
  type Pasted,
  parseClipboard,
  pasteBlocks,
} from "./clipboard.ts";
export {
  type LoggedOperation,
  OPERATION_VERSION,
  type OperationAck,
  type OperationEnvelope,
} from "./envelope.ts";
export { labelOf } from "./label.ts";
export type {
  Applied,
  ExpectedBlocks,
  FieldPath,
  Item,
  Operation,
  PlacedCallback,
} from "./operation.ts";
export { type ReadOperation, readOperation } from "./read-operation.ts";
export { type PendingOperation, type Rebased, rebase } from "./rebase.ts";
export { sameDocument } from "./same-document.ts";
export { applyUndo, type Undone } from "./undo.ts";
