import { useEffect, useRef } from "react";
import { useLive, useLiveState } from "../live/index.ts";

/**
 * Tells which run of the list has changed; null: any may have, because the stream was away or had
 * more to tell than it could.
 */
export function useRunsChanged(onChange: (runId: number | null) => void): void {
  useLive("runs:list", (message) => {
    if ("runs" in message) for (const { runId } of message.runs) onChange(runId);
    if ("reload" in message) onChange(null);
  });
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  const isOpen = useLiveState() === "open";
  const wasOpen = useRef(false);
  useEffect(() => {
    if (!isOpen) return;
    if (wasOpen.current) latest.current(null);
    wasOpen.current = true;
  }, [isOpen]);
}
