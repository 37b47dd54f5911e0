import { parseClipboard } from "@callbook/core/operation";
import { useEffect, useRef } from "react";
import type { Point } from "../../canvas/geometry.ts";
import type { Editor } from "../open-playbook/index.ts";
import type { Editing } from "./use-editing.ts";
import { isEditable } from "./use-shortcuts.ts";

const STEP = 32;

/**
 * Copy, cut and paste of blocks by the browser's own events, so that no
 * permission is asked and plain http works too. Pastes at the pointer; again at
 * the same place, a step aside.
 */
export function useClipboard(editor: Editor, editing: Editing): void {
  const latest = useRef({ editor, editing });
  useEffect(() => {
    latest.current = { editor, editing };
  });
  useEffect(() => {
    let pointer: Point | null = null;
    let last: { readonly at: Point; readonly count: number } | null = null;
    const onPointerMove = (event: PointerEvent) => {
      const over =
        event.target instanceof Element && event.target.closest("[data-canvas]") !== null;
      if (over) pointer = { x: event.clientX, y: event.clientY };
    };
    const take = (event: ClipboardEvent): boolean => {
      if (isEditable(event.target) || hasTextSelection()) return false;
      const copied = latest.current.editing.copied(latest.current.editor.selection.blocks);
      if (copied === null) return false;
      event.clipboardData?.setData("text/plain", JSON.stringify(copied, null, 2));
      event.preventDefault();
      last = null;
      return true;
    };
    const onCopy = (event: ClipboardEvent) => void take(event);
    const onCut = (event: ClipboardEvent) => {
      const { editor: now, editing: acts } = latest.current;
      if (!now.readOnly && take(event)) acts.remove(now.selection.blocks, new Set(), false);
    };
    const onPaste = (event: ClipboardEvent) => {
      const { editor: now, editing: acts } = latest.current;
      if (now.readOnly || isEditable(event.target)) return;
      const parsed = parseClipboard(event.clipboardData?.getData("text/plain") ?? "");
      const view = now.view.get();
      if (view === null) return;
      if (!parsed.ok) {
        if (parsed.message === null) return;
        now.store.tell({ status: "refused", message: parsed.message, path: [] }, "Paste");
        return;
      }
      event.preventDefault();
      const at = pointer === null ? view.middle() : view.toCanvas(pointer);
      const again = last !== null && Math.hypot(last.at.x - at.x, last.at.y - at.y) < 4;
      const count = again && last !== null ? last.count + 1 : 0;
      last = { at, count };
      acts.paste(parsed.clipboard, { x: at.x + count * STEP, y: at.y + count * STEP });
    };
    window.addEventListener("pointermove", onPointerMove, { passive: true });
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCut);
    document.addEventListener("paste", onPaste);
    return () => {
      window.removeEventListener("pointermove", onPointerMove);
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCut);
      document.removeEventListener("paste", onPaste);
    };
  }, []);
}

function hasTextSelection(): boolean {
  return (document.getSelection()?.toString() ?? "") !== "";
}
