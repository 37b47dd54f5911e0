import { plainJson } from "@callbook/core/json";
import type { AppRouter } from "@callbook/server/router";
import { createTRPCClient, httpSubscriptionLink } from "@trpc/client";
import type { OpenStream } from "./hub.ts";
import type { LiveState } from "./messages.ts";

/** Opens the server's multiplexed stream; tRPC reconnects it and resumes after the last event id. */
export function streamFrom(origin: string): OpenStream {
  const client = createTRPCClient<AppRouter>({
    links: [httpSubscriptionLink({ url: `${origin}/trpc`, transformer: plainJson })],
  });
  return (topics, on) => {
    const subscription = client.live.events.subscribe(
      { topics: [...topics] },
      {
        onData: (tracked) => on.message(tracked.data),
        onConnectionStateChange: (change) => on.state(liveState(change.state, change.error)),
        onError: () => on.ended(),
        onComplete: () => on.ended(),
      },
    );
    return { close: () => subscription.unsubscribe() };
  };
}

function liveState(state: "idle" | "connecting" | "pending", error: unknown): LiveState {
  if (state === "pending") return "open";
  return error ? "lost" : "connecting";
}
