export type { DocumentStore, EditorSnapshot } from "./document-store-contract.ts";
export { newId } from "./new-id.ts";
export type { Notice } from "./notice.ts";
export { labelOf } from "./pending.ts";
export type { SaveState } from "./save-state.ts";
export { useDocumentStore, useEditorSnapshot } from "./use-document-store.ts";
