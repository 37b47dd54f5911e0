import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { failingField } from "../inspector/failing-field.ts";
import { type Editor, useObservable } from "./open-playbook/index.ts";

/** Opens the block and the field that the address names behind its "#", as the Error tab of a run's page does. */
export function useAskedField(editor: Editor): void {
  const hash = useLocation({ select: (location) => location.hash });
  const ready = useObservable(editor.view) !== null;
  const latest = useRef(editor);
  useEffect(() => {
    latest.current = editor;
  });
  useEffect(() => {
    if (hash === "" || !ready) return;
    const { document, catalogue, goTo } = latest.current;
    const slash = hash.indexOf("/");
    const blockId = slash === -1 ? hash : hash.slice(0, slash);
    if (!document.blocks.some(({ id }) => id === blockId)) return;
    goTo(blockId, failingField(document, catalogue, blockId, hash.slice(slash + 1)));
  }, [hash, ready]);
}
