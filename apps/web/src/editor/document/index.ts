export type { DocumentStore } from "./document-store.ts";
export { newId } from "./new-id.ts";
export type { Notice } from "./notice.ts";
export { labelOf } from "./pending.ts";
export type { SaveState } from "./save-state.ts";
export type { EditorSnapshot } from "./snapshot.ts";
export { useDocumentStore, useEditorSnapshot } from "./use-document-store.ts";
