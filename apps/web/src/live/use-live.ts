import { useEffect, useRef, useSyncExternalStore } from "react";
import { live } from "./client.ts";
import type { LiveMessage, LiveState } from "./messages.ts";

/**
 * Listens to a topic of the live stream while the component is there.
 * Messages may repeat what is known after a reconnect: fold by sequence number.
 * @param topic "run:<id>@<afterSeq>", "playbook:<id>@<afterSeq>", "runs:list",
 *   "catalogue", "connection-test:<key>"; null listens to nothing. A changed cursor alone does not subscribe anew.
 */
export function useLive(topic: string | null, onMessage: (message: LiveMessage) => void): void {
  const latest = useRef(onMessage);
  const cursor = useRef(topic);
  useEffect(() => {
    latest.current = onMessage;
    cursor.current = topic;
  });
  const name = topic?.split("@")[0] ?? null;
  useEffect(() => {
    if (name === null || cursor.current === null) return;
    return live.subscribe(cursor.current, (message) => latest.current(message));
  }, [name]);
}

/** Whether the stream is open, being reconnected, or ended by signing out. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => live.onState(listener),
    () => live.state,
  );
}
