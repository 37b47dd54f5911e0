import { indexDocument } from "@callbook/core/document";
import { useEditor } from "../editor/open-playbook/index.ts";
import { Button } from "../ui/index.ts";
import { useBlockForm, useField } from "./block-form.ts";

/** In which block this one stands, with a way out of it; nothing when it stands in none. */
export function ParentNote() {
  const { document } = useEditor();
  const { block } = useBlockForm();
  const field = useField(["parent"], "parent");
  if (block.parent === null) return null;
  const parent = indexDocument(document).blocks.get(block.parent);
  return (
    <div className="flex items-center justify-between gap-2">
      <p className="min-w-0 truncate text-text-2">Stands in {parent?.name ?? block.parent}</p>
      {!field.readOnly && (
        <Button id={field.id} size="sm" onClick={() => field.set(null)}>
          Move out
        </Button>
      )}
    </div>
  );
}
