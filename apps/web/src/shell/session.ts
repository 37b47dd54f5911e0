import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { client, trpc } from "../api/trpc.ts";
import type { SessionUser } from "../api/types.ts";
import { live } from "../live/index.ts";

export const SessionContext = createContext<SessionUser | null>(null);

/** Who is signed in. Only inside pages that ask for it. */
export function useUser(): SessionUser {
  const user = useContext(SessionContext);
  if (!user) throw new Error("useUser outside a page for signed-in people");
  return user;
}

/** Whether the table of roles lets this person do a verb somewhere, such as "connection.create". */
export function useCan(verb: keyof SessionUser["can"]): boolean {
  return useUser().can[verb] === true;
}

/** The whole state: also whether set-up is needed, version and compatibility. */
export function useSessionState() {
  return useQuery(trpc.session.state.queryOptions(undefined, { staleTime: 60_000 }));
}

/** Ends the session here and in every tab of this browser. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await client.session.signOut.mutate();
    live.signOut();
    queries.clear();
    // A full load drops every value of the session from memory.
    location.assign("/sign-in");
  };
}
