import type { Installation } from "@callbook/services/context";
import { notify } from "@callbook/services/notice";
import type { Actor } from "@callbook/services/permissions";
import { Refusal } from "@callbook/services/refusal";
import {
  actorOf,
  createOwner,
  demandNoOwner,
  describeUser,
  hasOwner,
  joinByInvitation,
  readInvitation,
  type SessionState,
  type Sessions,
  type SignInDesk,
} from "@callbook/services/session";
import { COMPATIBILITY, VERSION } from "../version.ts";
import type { SetupCode } from "./setup-code.ts";

/** What the sign-in procedures do to the request's cookies and sessions. */
export interface SessionDoor {
  /** Who the request's session belongs to; null when nobody is signed in. */
  actor(): Promise<Actor | null>;
  state(): Promise<SessionState>;
  setup(input: {
    name: string;
    email: string;
    password: string;
    code?: string | undefined;
  }): Promise<{ ok: true }>;
  signIn(input: { email: string; password: string }): Promise<{ ok: true }>;
  signOut(): Promise<{ ok: true }>;
  invitation(token: string): Promise<{ name: string; email: string }>;
  join(input: { token: string; password: string }): Promise<{ ok: true }>;
}

export interface SessionDoorParts {
  readonly installation: Installation;
  readonly sessions: Sessions;
  readonly desk: SignInDesk;
  readonly setupCode: SetupCode;
  /** Told once, when the owner has been made by the form. */
  readonly onOwner: () => Promise<void>;
}

/** The door for one request. Cookies to set are handed to `setCookie`. */
export function sessionDoor(
  parts: SessionDoorParts,
  request: { readonly headers: Headers; readonly address: string },
  setCookie: (value: string) => void,
): SessionDoor {
  const { installation, sessions, desk, setupCode } = parts;
  const findActor = once(async () => {
    const session = await sessions.find(request.headers);
    for (const cookie of session?.cookies ?? []) setCookie(cookie);
    return session === null ? null : actorOf(installation, session.userId, session.sessionId);
  });
  const enter = async (email: string, password: string): Promise<{ ok: true }> => {
    const { cookies } = await desk.signIn({ email, password }, request.address, request.headers);
    for (const cookie of cookies) setCookie(cookie);
    return { ok: true };
  };
  return {
    actor: findActor,
    state: async () => {
      const actor = await findActor();
      const needed = actor === null && !(await hasOwner(installation));
      return {
        setup: needed ? "needed" : "done",
        setupCodeRequired: needed && setupCode.required,
        user: actor === null ? null : await describeUser(installation, actor),
        compatibility: COMPATIBILITY,
        version: VERSION,
        publicUrl: installation.publicUrl,
      };
    },
    setup: async ({ code, ...owner }) => {
      // Who has no code, and who comes too late, costs no hash: those are few at once, for sign-ins too.
      await setupCode.demand(code ?? "", request.address);
      await demandNoOwner(installation);
      await createOwner(installation, owner);
      await parts.onOwner();
      return enter(owner.email, owner.password);
    },
    signIn: ({ email, password }) => enter(email, password),
    signOut: async () => {
      const actor = await findActor();
      const { cookies } = await sessions.signOut(request.headers);
      // The stream of this browser ends at once.
      if (actor !== null) await notify(installation.db, { kind: "person", userId: actor.userId });
      for (const cookie of cookies) setCookie(cookie);
      return { ok: true };
    },
    invitation: async (token) => {
      const { name, email } = await readInvitation(installation, token);
      return { name, email };
    },
    join: async (input) => {
      const { email } = await joinByInvitation(installation, input);
      return enter(email, input.password);
    },
  };
}

/** A request that names nobody. */
export function demandActor(actor: Actor | null): Actor {
  if (actor === null) throw new Refusal("UNAUTHENTICATED", "Sign in first.");
  return actor;
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | null = null;
  return () => (result ??= work());
}
