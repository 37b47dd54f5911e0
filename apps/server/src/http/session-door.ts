import type { SessionState } from "@callbook/services";

/** What the sign-in procedures do to the request's cookies and sessions. */
export interface SessionDoor {
  state(): Promise<SessionState>;
  setup(input: {
    name: string;
    email: string;
    password: string;
    code?: string | undefined;
  }): Promise<void>;
  signIn(input: { email: string; password: string }): Promise<void>;
  signOut(): Promise<void>;
  invitation(token: string): Promise<{ name: string; email: string }>;
  join(input: { token: string; password: string }): Promise<void>;
}
