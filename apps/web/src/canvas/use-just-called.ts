import { useEffect, useRef, useState } from "react";
import type { CallbackLook } from "./scene.ts";

const CALLING_MS = 600;

/** True for the first moments after a callback went from open to called while somebody watched. */
export function useJustCalled(look: CallbackLook): boolean {
  const before = useRef(look);
  const [calling, setCalling] = useState(false);
  useEffect(() => {
    const justCalled = before.current === "open" && (look === "called" || look === "error");
    before.current = look;
    if (!justCalled) return;
    setCalling(true);
    const timer = setTimeout(() => setCalling(false), CALLING_MS);
    return () => clearTimeout(timer);
  }, [look]);
  return calling;
}
