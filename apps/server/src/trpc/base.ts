import { plainJson } from "@callbook/core/json";
import type { Context } from "@callbook/services/context";
import { demand, type VerbName } from "@callbook/services/permissions";
import { Refusal } from "@callbook/services/refusal";
import { demandStorable } from "@callbook/services/verb";
import { initTRPC } from "@trpc/server";
import type { z } from "zod";
import type { CallContext } from "./call-context.ts";
import { refused, shownRefusal } from "./refusal.ts";

/** Which verb of the table of roles a procedure calls; null for what needs no role. */
export interface ProcedureMeta {
  readonly verb: VerbName | null;
}

const t = initTRPC
  .context<CallContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer: plainJson,
    sse: {
      ping: { enabled: true, intervalMs: 10_000 },
      client: { reconnectAfterInactivityMs: 25_000 },
    },
    errorFormatter({ shape, error, ctx }) {
      const refusal = shownRefusal(error);
      return {
        ...shape,
        // The text of a bug may hold anything: people get its reference, the log gets the rest.
        message: refusal?.message ?? `Internal error, reference ${ctx?.reference ?? "none"}.`,
        data: { code: shape.data.code, httpStatus: shape.data.httpStatus, refusal },
      };
    },
  });

export const router = t.router;
export const callerFactory = t.createCallerFactory;

/** Turns refusals into tRPC's errors; the refusal itself travels as the cause. */
const refusing = t.middleware(async ({ ctx, next }) => {
  const result = await ctx
    .within(() => next())
    .catch((error: unknown) => {
      throw refused(error) ?? error;
    });
  const error = result.ok ? null : refused(result.error.cause);
  if (error !== null) throw error;
  return result;
});

const answering = t.procedure.use(refusing);

/** Open to everybody: the sign-in screen's procedures. They call no verb, which would look itself. */
export const open = answering.use(async ({ getRawInput, next }) => {
  demandStorable(await getRawInput());
  return next();
});

/** Only for who is signed in. */
export const signedIn = answering.use(async ({ ctx, next }) => {
  if (ctx.actor === null) throw new Refusal("UNAUTHENTICATED", "Sign in first.");
  return next({ ctx: { actor: ctx.actor, context: ctx.contextOf(ctx.actor) } });
});

/** What a procedure needs of a verb: its schema takes `Sent` and makes `Input` of it. */
interface Called<Sent, Input, Output> {
  readonly name: VerbName;
  readonly input: z.ZodType<Input, Sent>;
  run(call: { readonly context: Context; readonly input: Input }): Promise<Output>;
}

/** The procedure of a verb that reads: its input in, its answer out. */
export function query<Sent, Input, Output>(verb: Called<Sent, Input, Output>) {
  // Of an input that a parser has made the library says "it, unless there is no parser".
  return on(verb).query(({ ctx, input }) =>
    verb.run({ context: ctx.context, input: input as Input }),
  );
}

/** The procedure of a verb that changes something. */
export function mutation<Sent, Input, Output>(verb: Called<Sent, Input, Output>) {
  return on(verb).mutation(({ ctx, input }) =>
    verb.run({ context: ctx.context, input: input as Input }),
  );
}

function on<Sent, Input, Output>({ name, input }: Called<Sent, Input, Output>) {
  // Who may do this nowhere is not told what is wrong with his input.
  const permitted = signedIn.meta({ verb: name }).use(async ({ ctx, next }) => {
    demand(ctx.actor, name);
    return next();
  });
  return permitted.input(input);
}
