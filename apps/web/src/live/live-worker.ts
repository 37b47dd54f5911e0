/**
 * The one long-lived connection of this browser. HTTP/1.1 allows six to an
 * origin for all tabs together, so the tabs share this worker's stream.
 */
import { LiveHub } from "./hub.ts";
import type { TabMessage, WorkerMessage } from "./messages.ts";
import { streamFrom } from "./stream.ts";
import { browserTiming } from "./timing.ts";

// The compiler's list of browser globals does not hold those of a shared worker.
declare const self: {
  onconnect: ((event: MessageEvent) => void) | null;
  readonly location: { readonly origin: string };
};

/** A tab that has crashed says no goodbye; living tabs repeat their topics every minute. */
const SILENT_FOR_MS = 200_000;

const hub = new LiveHub(streamFrom(self.location.origin), browserTiming);
const lastHeard = new Map<MessagePort, number>();

self.onconnect = (event) => {
  const port = event.ports[0];
  if (!port) return;
  const send = (message: WorkerMessage) => port.postMessage(message);
  const leave = () => {
    lastHeard.delete(port);
    hub.leave(port);
  };
  port.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    switch (data.kind) {
      case "alive":
      case "topics": {
        // A living tab only repeats itself, unless it was taken for dead.
        const known = lastHeard.has(port);
        lastHeard.set(port, Date.now());
        if (data.kind === "alive" && known) break;
        hub.setTopics(port, data.topics, {
          message: (message) => send({ kind: "message", message }),
          state: (state) => send({ kind: "state", state }),
        });
        break;
      }
      case "bye":
        leave();
        break;
      case "sign-out":
        hub.signOut();
        break;
    }
  };
  port.addEventListener("close", leave);
};

setInterval(() => {
  const now = Date.now();
  for (const [port, heard] of lastHeard) {
    if (now - heard < SILENT_FOR_MS) continue;
    lastHeard.delete(port);
    hub.leave(port);
  }
}, 60_000);
