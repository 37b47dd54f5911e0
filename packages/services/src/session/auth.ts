import type { PrismaClient } from "@callbook/db";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { isAPIError } from "better-auth/api";
import type { Passwords } from "../secret/password.ts";

/** Sessions as the rest of the program knows them; the library behind it is known here alone. */
export interface Sessions {
  readonly cookieName: string;
  /** Compares the password and begins a session; null when they do not fit. `cookies` are Set-Cookie values. */
  signIn(email: string, password: string, request: Headers): Promise<{ cookies: string[] } | null>;
  /** Ends the session of a request. */
  signOut(request: Headers): Promise<{ cookies: string[] }>;
  /** The session a request's cookie names; null when there is none, or it is over. */
  find(request: Headers): Promise<{ sessionId: string; userId: string; cookies: string[] } | null>;
}

export interface SessionOptions {
  readonly db: PrismaClient;
  readonly passwords: Passwords;
  readonly secret: string;
  readonly publicUrl: string;
}

const DAY = 24 * 60 * 60;
const IDLE_SECONDS = 7 * DAY;
const ABSOLUTE_MS = 30 * DAY * 1000;

/** The library's settings; apart, so that a test can ask it which tables it needs. */
export function authOptions(options: SessionOptions) {
  const secure = options.publicUrl.startsWith("https://");
  return {
    baseURL: options.publicUrl,
    basePath: "/api/auth",
    secret: options.secret,
    database: prismaAdapter(options.db, { provider: "postgresql", transaction: true }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 8,
      maxPasswordLength: 1000,
      password: {
        hash: (password: string) => options.passwords.hash(password),
        verify: ({ hash, password }: { hash: string; password: string }) =>
          options.passwords.verify(hash, password),
      },
    },
    session: { expiresIn: IDLE_SECONDS, updateAge: DAY, cookieCache: { enabled: false } },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      // The library's own prefix would be __Secure-; __Host- also ties the cookie to this host and to "/".
      useSecureCookies: false,
      disableCSRFCheck: true,
      // It would believe whoever sends X-Forwarded-For.
      ipAddress: { disableIpTracking: true },
      cookies: {
        session_token: {
          name: secure ? "__Host-callbook" : "callbook",
          attributes: { secure, httpOnly: true, sameSite: "lax" as const, path: "/" },
        },
      },
    },
  } as const;
}

export function createSessions(options: SessionOptions): Sessions {
  const auth = betterAuth(authOptions(options));
  return {
    cookieName: options.publicUrl.startsWith("https://") ? "__Host-callbook" : "callbook",
    signIn: async (email, password, request) => {
      try {
        const { headers } = await auth.api.signInEmail({
          body: { email, password },
          headers: request,
          returnHeaders: true,
        });
        return { cookies: headers.getSetCookie() };
      } catch (error) {
        if (isAPIError(error) && error.statusCode === 401) return null;
        throw error;
      }
    },
    signOut: async (request) => {
      const { headers } = await auth.api.signOut({ headers: request, returnHeaders: true });
      return { cookies: headers.getSetCookie() };
    },
    find: async (request) => {
      const { headers, response } = await auth.api.getSession({
        headers: request,
        returnHeaders: true,
      });
      if (response === null) return null;
      const { session } = response;
      if (Date.now() - session.createdAt.getTime() > ABSOLUTE_MS) {
        await options.db.session.deleteMany({ where: { id: session.id } });
        return null;
      }
      return { sessionId: session.id, userId: session.userId, cookies: headers.getSetCookie() };
    },
  };
}
