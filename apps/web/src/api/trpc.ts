import { parseExactly, plainJson } from "@callbook/core/json";
import type { AppRouter } from "@callbook/server/router";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
} from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { isOffline, refusalOf } from "./refusal.ts";

const endpoint = { url: "/trpc", transformer: plainJson } as const;

/** Values of third parties keep their digits, which `Response.json` would round. */
const exactly = {
  ...endpoint,
  fetch: async (input: RequestInfo | URL, init?: object) => {
    const response = await fetch(input, init);
    return { ok: response.ok, json: async () => parseExactly(await response.text()) };
  },
};

/** The server's procedures. Long calls pass `context: { alone: true }` and are not batched with others. */
export const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (operation) => operation.type === "subscription",
      true: httpSubscriptionLink(endpoint),
      false: splitLink({
        condition: (operation) => operation.context.alone === true,
        true: httpLink(exactly),
        false: httpBatchLink({ ...exactly, maxItems: 20 }),
      }),
    }),
  ],
});

let onSignedOut: () => void = () => undefined;

/** Tells who is to be called when the server says that the session has ended. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

function noticeSignOut(error: Error): void {
  if (refusalOf(error)?.code === "UNAUTHENTICATED") onSignedOut();
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignOut }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // Localhost answers without a network; only a request can tell whether the server is there.
      networkMode: "always",
      retry: (count, error) => isOffline(error) && count < 2,
    },
    mutations: { networkMode: "always", retry: false },
  },
});

/** Query and mutation options of every procedure, for useQuery and useMutation. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
