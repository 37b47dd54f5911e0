import { specOf, takesCallbacks } from "@callbook/core/block";
import type { Block } from "@callbook/core/document";
import { Copy, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { nothingSelected } from "../canvas/canvas-contract.ts";
import { NamedIcon } from "../canvas/named-icon.tsx";
import { useEditing } from "../editor/gestures/index.ts";
import { useEditor } from "../editor/open-playbook/index.ts";
import { Button } from "../ui/index.ts";
import { BlockFormContext } from "./block-form.ts";
import { CallSection } from "./call-section.tsx";
import { CallbacksSection } from "./callbacks-section.tsx";
import { TypedText } from "./fields/typed-text.tsx";
import { FormField } from "./form-field.tsx";
import { InspectorFrame } from "./inspector-frame.tsx";
import { JoinField } from "./join-field.tsx";
import { NameField } from "./name-field.tsx";
import { ParentNote } from "./parent-note.tsx";
import { PlaceholderForm } from "./placeholder-form.tsx";
import { useFieldRequest } from "./use-field-request.ts";

/** Whether a part of a block has a field of its own, which says what is wrong with it. */
function hasField(part: string | undefined): boolean {
  return part === "config" || part === "join" || part === "name" || part === "note";
}

/** The form of one block, made from what its type declares. */
export function BlockInspector({ block }: { readonly block: Block }) {
  const { catalogue, select, readOnly, problems, scene } = useEditor();
  const { remove, duplicate } = useEditing();
  const spec = specOf(block, catalogue);
  const form = useMemo(() => ({ block }), [block]);
  useFieldRequest(block.id);
  const general = problems.filter(
    (problem) => problem.blockId === block.id && !hasField(problem.path[2]),
  );
  const only = new Set([block.id]);
  return (
    <InspectorFrame
      label={`Block ${block.name}`}
      onClose={() => select(nothingSelected)}
      head={
        <div className="flex items-center gap-2">
          <span className="flex size-6 items-center justify-center rounded-r1 bg-surface-3 text-text-2">
            <NamedIcon name={scene.blocks.get(block.id)?.icon ?? "circle-help"} />
          </span>
          <div className="min-w-0">
            <h2 className="truncate font-semibold">{block.name}</h2>
            <p className="truncate text-t2 text-text-3">{spec?.title ?? block.type}</p>
          </div>
        </div>
      }
      {...(readOnly || (spec !== null && !takesCallbacks(spec))
        ? {}
        : {
            foot: (
              <>
                <Button size="sm" icon={Copy} onClick={() => duplicate(only)}>
                  Duplicate
                </Button>
                <Button
                  size="sm"
                  variant="danger"
                  icon={Trash2}
                  onClick={() => remove(only, new Set(), false)}
                >
                  Delete
                </Button>
              </>
            ),
          })}
    >
      <BlockFormContext value={form}>
        <div className="space-y-4 p-4">
          {general.map((problem) => (
            <p key={problem.code + problem.message} className="text-t2 text-fail">
              {problem.message}
            </p>
          ))}
          <ParentNote />
          <NameField />
          {spec === null ? (
            <PlaceholderForm />
          ) : (
            spec.fields.map((field) => <FormField key={field.key} field={field} />)
          )}
          <JoinField />
          <TypedText path={["note"]} label="Note" multiline />
        </div>
        <CallbacksSection />
        {spec !== null && <CallSection />}
      </BlockFormContext>
    </InspectorFrame>
  );
}
