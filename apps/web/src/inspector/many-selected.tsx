import { Copy, Network, Trash2 } from "lucide-react";
import { nothingSelected } from "../canvas/canvas-contract.ts";
import { useEditing } from "../editor/gestures/index.ts";
import { useEditor } from "../editor/open-playbook/index.ts";
import { Button } from "../ui/index.ts";
import { InspectorFrame } from "./inspector-frame.tsx";

/** Several blocks at once: what can be done with all of them. */
export function ManySelected() {
  const { selection, select, readOnly, document } = useEditor();
  const editing = useEditing();
  const names = document.blocks.filter((block) => selection.blocks.has(block.id));
  return (
    <InspectorFrame
      label={`${selection.blocks.size} blocks`}
      onClose={() => select(nothingSelected)}
      head={<h2 className="font-semibold">{selection.blocks.size} blocks selected</h2>}
    >
      <div className="space-y-3 p-4">
        {!readOnly && (
          <div className="flex flex-wrap gap-2">
            <Button size="sm" icon={Copy} onClick={() => editing.duplicate(selection.blocks)}>
              Duplicate
            </Button>
            <Button size="sm" icon={Network} onClick={editing.tidy}>
              Tidy
            </Button>
            <Button
              size="sm"
              variant="danger"
              icon={Trash2}
              onClick={() => editing.remove(selection.blocks, new Set(), false)}
            >
              Delete
            </Button>
          </div>
        )}
        <ul>
          {names.map((block) => (
            <li key={block.id} className="truncate">
              {block.name}
            </li>
          ))}
        </ul>
      </div>
    </InspectorFrame>
  );
}
