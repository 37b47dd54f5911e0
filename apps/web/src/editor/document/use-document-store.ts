import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Outputs } from "../../api/types.ts";
import { useLive, useLiveState } from "../../live/index.ts";
import { useUser } from "../../shell/session.ts";
import { DocumentStore } from "./document-store.ts";
import { newId } from "./new-id.ts";
import { browserPendingStorage } from "./pending-storage.ts";
import type { EditorSnapshot } from "./snapshot.ts";
import { trpcPlaybookServer } from "./trpc-playbook-server.ts";
import { parseUndoStack } from "./undo-stack.ts";

const storage = browserPendingStorage();

/** The store of one open playbook, listening to what others do, for as long as the page is there. */
export function useDocumentStore(opened: Outputs["playbooks"]["open"]): DocumentStore {
  const user = useUser();
  const [store, setStore] = useState(() => makeStore(opened, user));
  const latest = useRef({ opened, user });
  useEffect(() => {
    latest.current = { opened, user };
  });
  useEffect(() => {
    // Development mounts twice; a store that was closed in between is made anew. Nothing else
    // does that: the person or the playbook read again must not drop notices and edits.
    if (store.isClosed()) setStore(makeStore(latest.current.opened, latest.current.user));
    return () => store.close();
  }, [store]);
  useLive(`playbook:${opened.id}@${opened.seq}`, (message) => {
    if ("operations" in message) store.receive(message.operations);
  });
  useWakingUp(store);
  return store;
}

export function useEditorSnapshot(store: DocumentStore): EditorSnapshot {
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}

function makeStore(
  opened: Outputs["playbooks"]["open"],
  user: { readonly id: string; readonly name: string },
): DocumentStore {
  const memory = `callbook:undo:${user.id}:${opened.id}`;
  return new DocumentStore({
    playbookId: opened.id,
    userId: user.id,
    userName: user.name,
    clientId: newId("t"),
    opened,
    server: trpcPlaybookServer(opened.id),
    storage,
    undoMemory: {
      load: () => parseUndoStack(sessionStorage.getItem(memory)),
      save: (stack) => sessionStorage.setItem(memory, JSON.stringify(stack)),
    },
    now: () => new Date(),
    after: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
  });
}

/** A network, a window or a stream that comes back is a reason to try at once. */
function useWakingUp(store: DocumentStore): void {
  const stream = useLiveState();
  useEffect(() => {
    if (stream === "open") store.wake();
  }, [stream, store]);
  useEffect(() => {
    const wake = () => store.wake();
    const onVisible = () => document.visibilityState === "visible" && store.wake();
    // What is not on disk anywhere would be gone with the page.
    const onLeave = (event: BeforeUnloadEvent) => {
      if (store.leavingLosesEdits()) event.preventDefault();
    };
    const onHide = () => store.leave();
    window.addEventListener("pagehide", onHide);
    window.addEventListener("online", wake);
    document.addEventListener("visibilitychange", onVisible);
    window.addEventListener("beforeunload", onLeave);
    return () => {
      window.removeEventListener("pagehide", onHide);
      window.removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", onVisible);
      window.removeEventListener("beforeunload", onLeave);
    };
  }, [store]);
}
