import { useMemo } from "react";
import { useEditor } from "../editor/open-playbook/index.ts";
import { JsonView } from "../ui/index.ts";
import { useBlockForm } from "./block-form.ts";
import { callPreview } from "./call-preview.ts";

/** The call that a block makes, folded away until asked for; nothing for one that makes none. */
export function CallSection() {
  const { document, catalogue, offers } = useEditor();
  const { block } = useBlockForm();
  const call = useMemo(() => {
    const names = offers.flatMap(({ connections }) =>
      connections.map(({ id, name }) => [id, name] as const),
    );
    return callPreview(document, block, catalogue, new Map(names));
  }, [document, block, catalogue, offers]);
  if (call === null) return null;
  const shown = { ...call, assets: call.assets ?? "every active connection that offers it" };
  return (
    <details className="border-t border-line p-4">
      <summary className="w-fit rounded-r1 text-t2 font-medium text-text-3 select-none">
        Call preview
      </summary>
      <JsonView label="Call preview" value={shown} openLevels={2} className="mt-2 bg-surface-2" />
    </details>
  );
}
