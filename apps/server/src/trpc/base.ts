import {
  type Actor,
  type Context,
  Refusal,
  type RefusalCode,
  type RefusalDetail,
  type VerbName,
} from "@callbook/services";
import { initTRPC, type TRPC_ERROR_CODE_KEY, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { z } from "zod";
import type { SessionDoor } from "../http/session-door.ts";

/** What a tRPC call carries. */
export interface CallContext {
  /** null: nobody is signed in. */
  readonly actor: Actor | null;
  readonly contextOf: (actor: Actor) => Context;
  readonly session: SessionDoor;
}

export interface ShownRefusal extends RefusalDetail {
  readonly code: RefusalCode;
  readonly message: string;
}

/** Which verb of the table of roles a procedure calls; null for what needs no role. */
export interface ProcedureMeta {
  readonly verb: VerbName | null;
}

const TRPC_CODES = {
  UNAUTHENTICATED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  NOT_FOUND: "NOT_FOUND",
  INVALID: "BAD_REQUEST",
  CONFLICT: "CONFLICT",
  TOO_MANY: "TOO_MANY_REQUESTS",
  UNAVAILABLE: "SERVICE_UNAVAILABLE",
} as const satisfies Record<RefusalCode, TRPC_ERROR_CODE_KEY>;

const t = initTRPC
  .context<CallContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    sse: {
      ping: { enabled: true, intervalMs: 15_000 },
      client: { reconnectAfterInactivityMs: 30_000 },
    },
    errorFormatter({ shape, error }) {
      const refusal = shownRefusal(error);
      // The text of a bug may hold anything; people get a sentence, the log gets the rest.
      const message =
        refusal?.message ?? "Something went wrong here. Try again; the log says more.";
      return {
        ...shape,
        message,
        data: { code: shape.data.code, httpStatus: shape.data.httpStatus, refusal },
      };
    },
  });

/** The refusal behind an error; null for a bug. */
export function shownRefusal(error: TRPCError): ShownRefusal | null {
  const { cause } = error;
  if (cause instanceof Refusal)
    return { code: cause.code, message: cause.message, ...cause.detail };
  if (cause instanceof z.ZodError) {
    const fields = cause.issues.map((issue) => ({
      path: issue.path.join("."),
      message: issue.message,
    }));
    const first = fields[0];
    const at = first === undefined || first.path === "" ? "" : `${first.path}: `;
    return { code: "INVALID", message: `${at}${first?.message ?? "not valid"}`, fields };
  }
  if (error.code === "NOT_FOUND")
    return { code: "NOT_FOUND", message: "There is no such procedure." };
  if (error.code === "BAD_REQUEST" || error.code === "PARSE_ERROR")
    return { code: "INVALID", message: "The request cannot be read." };
  if (error.code === "UNSUPPORTED_MEDIA_TYPE" || error.code === "METHOD_NOT_SUPPORTED")
    return { code: "INVALID", message: "The request's method or media type does not fit." };
  return null;
}

export const router = t.router;
export const mergeRouters = t.mergeRouters;
export const callerFactory = t.createCallerFactory;

/** Turns refusals into tRPC's errors; the refusal itself travels as the cause. */
const refusing = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok || !(result.error.cause instanceof Refusal)) return result;
  const { cause } = result.error;
  throw new TRPCError({ code: TRPC_CODES[cause.code], message: cause.message, cause });
});

/** Open to everybody: the sign-in screen's procedures. */
export const open = t.procedure.use(refusing);

/** Only for who is signed in. */
export const signedIn = open.use(async ({ ctx, next }) => {
  if (ctx.actor === null) throw new Refusal("UNAUTHENTICATED", "Sign in first.");
  return next({ ctx: { actor: ctx.actor, context: ctx.contextOf(ctx.actor) } });
});

/** A procedure that takes a verb's input and is known by the verb's name. */
export function on<Input extends z.ZodType>(verb: {
  readonly name: VerbName;
  readonly input: Input;
}) {
  return signedIn.meta({ verb: verb.name }).input(verb.input);
}
