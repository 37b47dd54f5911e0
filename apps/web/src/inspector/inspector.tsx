import { indexDocument } from "@callbook/core/document";
import { useEditor } from "../editor/open-playbook/index.ts";
import { BlockInspector } from "./block-inspector.tsx";
import { CallbackInspector } from "./callback-inspector.tsx";
import { ManySelected } from "./many-selected.tsx";

/** What is selected, opened at the right; nothing selected: the canvas takes the room. */
export function Inspector() {
  const { selection, document } = useEditor();
  const index = indexDocument(document);
  const [callbackId] = [...selection.callbacks];
  const callback = callbackId === undefined ? undefined : index.callbacks.get(callbackId);
  if (callback !== undefined) return <CallbackInspector key={callback.id} callback={callback} />;
  if (selection.blocks.size > 1) return <ManySelected />;
  const [blockId] = [...selection.blocks];
  const block = blockId === undefined ? undefined : index.blocks.get(blockId);
  return block === undefined ? null : <BlockInspector key={block.id} block={block} />;
}
