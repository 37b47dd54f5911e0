export { type CommandOffer, isOfferOf } from "./command-offer.ts";
export { type Editor, EditorContext, useEditor } from "./editor-context.ts";
export { useObservable } from "./observable.ts";
export { useEditorModel } from "./use-editor-model.ts";
