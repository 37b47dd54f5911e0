import { type RefObject, useEffect, useRef } from "react";
import { nothingSelected } from "../../canvas/canvas-contract.ts";
import type { Editor } from "../open-playbook/index.ts";
import type { Editing } from "./use-editing.ts";

interface Shortcuts {
  readonly editor: Editor;
  readonly editing: Editing;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly onConnect: (blockId: string) => void;
}

/** Keys of the editor. In a text field they belong to the field; single keys work on the canvas alone. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isEditable(event.target) || inWindow(event.target)) return;
      if (handle(event, latest.current)) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** True for targets whose own keys must not be taken. */
export function isEditable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input, textarea, select, [role=combobox]");
}

function inWindow(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("[role=dialog],[role=alertdialog],[role=menu],[role=listbox]") !== null
  );
}

function onCanvas(target: EventTarget | null): boolean {
  return (
    target === document.body ||
    (target instanceof Element && target.closest("[data-canvas]") !== null)
  );
}

function handle(event: KeyboardEvent, { editor, editing, search, onConnect }: Shortcuts): boolean {
  const { selection, store, readOnly } = editor;
  const key = event.key.toLowerCase();
  const mod = event.ctrlKey || event.metaKey;
  if (mod && key === "z" && !readOnly) {
    if (event.shiftKey) store.redo();
    else store.undo();
    return true;
  }
  if (mod && key === "y" && !readOnly) {
    store.redo();
    return true;
  }
  if (!onCanvas(event.target)) return false;
  if (event.key === "Delete" || event.key === "Backspace") {
    if (readOnly) return false;
    editing.remove(selection.blocks, selection.callbacks, mod);
    return true;
  }
  if (mod && key === "a") {
    editor.select({ blocks: new Set(editor.scene.blocks.keys()), callbacks: new Set() });
    return true;
  }
  if (mod && key === "d" && !readOnly) {
    editing.duplicate(selection.blocks);
    return true;
  }
  if (event.shiftKey && event.altKey && event.code === "KeyT" && !readOnly) {
    editing.tidy();
    return true;
  }
  if (mod || event.altKey) return false;
  return plainKey(event, { editor, editing, search, onConnect });
}

function plainKey(event: KeyboardEvent, { editor, search, onConnect }: Shortcuts): boolean {
  const view = editor.view.get();
  const [only, more] = [...editor.selection.blocks];
  switch (event.key) {
    case "1":
      view?.fit();
      return true;
    case "0":
      view?.zoomTo(1);
      return true;
    case "+":
    case "=":
      view?.zoomIn();
      return true;
    case "-":
      view?.zoomOut();
      return true;
    case "/":
      search.current?.focus();
      return search.current !== null;
    case "Escape":
      editor.select(nothingSelected);
      return true;
    case "F2":
      if (only === undefined || more !== undefined) return false;
      editor.goTo(only, ["name"]);
      return true;
    case "c":
      if (editor.readOnly || only === undefined || more !== undefined) return false;
      onConnect(only);
      return true;
    default:
      return false;
  }
}
