import { useEffect } from "react";
import { useEditor, useObservable } from "../editor/open-playbook/index.ts";
import { fieldId } from "./block-form.ts";

/** Brings the field that a problem or an error names into view and focuses it, or the nearest one around it. */
export function useFieldRequest(blockId: string): void {
  const { fieldRequest } = useEditor();
  const request = useObservable(fieldRequest);
  useEffect(() => {
    if (request === null || request.blockId !== blockId) return;
    for (let length = request.path.length; length > 0; length -= 1) {
      const element = document.getElementById(fieldId(blockId, request.path.slice(0, length)));
      if (element === null) continue;
      element.scrollIntoView({ block: "center" });
      element.focus({ preventScroll: true });
      fieldRequest.set(null);
      return;
    }
    fieldRequest.set(null);
  }, [request, blockId, fieldRequest]);
}
