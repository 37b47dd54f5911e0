/**
 * A verb is declared: its name in the table of roles, the shape of its input, its subject, and what
 * the audit tells of it. Rights and audit follow from the declaration; what it does comes last.
 */
import type { Prisma } from "@callbook/db";
import type { AuditNote } from "@callbook/engine";
import type { z } from "zod";
import type { Context } from "../context.ts";
import type { Db } from "../notice/notice.ts";
import { demand } from "../permissions/actor.ts";
import type { VerbName } from "../permissions/permissions.ts";
import { Refusal } from "../refusal.ts";
import { actorOf } from "../session/find-actor.ts";
import {
  type Audited,
  type AuditRow,
  audit,
  type inEffect,
  type nothing,
  type ofSubject,
} from "./audit.ts";
import { demandStorable } from "./storable.ts";
import {
  admit,
  type Caller,
  type Loaded,
  type Sites,
  type SitesOf,
  type Subject,
} from "./subject.ts";

interface Call<C, Input> {
  readonly context: C;
  readonly input: Input;
}

/** A use case. `input` has passed the schema; what is not done is refused by a thrown Refusal. */
export interface Verb<Schema extends z.ZodType, Output, C = Context> {
  readonly name: VerbName;
  /** "reads" changes nothing, "changes" is one transaction, "acts" reaches beyond the database. */
  readonly effect: "reads" | "changes" | "acts";
  readonly input: Schema;
  /** Asks for the rights alone, as `run` does before anything else. */
  demand(call: Call<C, z.output<Schema>>): Promise<void>;
  run(call: Call<C, z.output<Schema>>): Promise<Output>;
}

interface Declared<Name extends VerbName, Schema extends z.ZodType, Row, C> {
  readonly name: Name;
  readonly input: Schema;
  readonly subject: Subject<NoInfer<C>, NoInfer<z.output<Schema>>, Row, SitesOf<NoInfer<Name>>>;
}

/** What a verb is called with once its subject is admitted. */
interface Admitted<C, Schema extends z.ZodType, Row> extends Call<C, z.output<Schema>> {
  readonly subject: Row;
}

/** Declares a verb that changes nothing, so that there is nothing to audit. */
export function reading<Name extends VerbName, Schema extends z.ZodType, Row, Output>(
  declared: Declared<Name, Schema, Row, Context> & {
    readonly run: (call: Admitted<Context, Schema, Row>) => Promise<Output>;
  },
): Verb<Schema, Output> {
  return {
    ...asked(declared),
    effect: "reads",
    run: async ({ context, input }) => {
      const { loaded } = await begin(declared, context, context.db, input);
      return declared.run({ context, input, subject: loaded.row });
    },
  };
}

/** More that the audit tells of a change. */
export interface Note {
  /** By names, never with a secret. */
  readonly detail?: Prisma.InputJsonObject;
  /** The site it is in afterwards, where that is another one than its subject's. */
  readonly siteId?: number | null;
}

export interface Change<C, Schema extends z.ZodType, Row> extends Admitted<C, Schema, Row> {
  /** The transaction of subject, change and audit row. */
  readonly db: Db;
  /** Adds to the audit row; "unchanged": there was nothing to do, and none is written. */
  tell(note: Note | "unchanged"): void;
  /** For what this process remembers: called once the change is committed. */
  afterwards(work: () => void): void;
}

/** What was created is known to the audit by its id. */
type Answer<Audit extends Audited> = Audit extends { readonly tells: "created" }
  ? { readonly id: string | number }
  : unknown;

/** Declares a verb that changes rows: all of it is one transaction, its audit row included. */
export function changing<
  Name extends VerbName,
  Schema extends z.ZodType,
  Row,
  Output extends Answer<Audit>,
  Audit extends Audited,
  C extends Caller = Context,
>(
  declared: Declared<Name, Schema, Row, C> & {
    readonly audit: Audit;
    readonly run: (call: Change<C, Schema, Row>) => Promise<Output>;
  },
): Verb<Schema, Output, C> {
  return {
    ...asked(declared),
    effect: "changes",
    run: async ({ context: asked, input }) => {
      const works: (() => void)[] = [];
      const output = await asked.db.$transaction(async (db) => {
        const { context, loaded } = await begin(declared, asked, db, input);
        const told: { note: Note | "unchanged" } = { note: {} };
        const answer = await declared.run({
          context,
          input,
          subject: loaded.row,
          db,
          tell: (note) => {
            told.note = note;
          },
          afterwards: (work) => works.push(work),
        });
        if (told.note !== "unchanged")
          await writeRow(declared, { db, context, loaded, answer, note: told.note });
        return answer;
      }, declared.subject.transaction);
      for (const work of works) work();
      return output;
    },
  };
}

/** Flat: names and numbers, never a secret. */
type Told = Readonly<Record<string, string | number | boolean>>;

interface Act<Schema extends z.ZodType, Row> extends Admitted<Context, Schema, Row> {
  /** For the effect to write, where the verb declares `inEffect`. */
  readonly note: AuditNote;
}

/**
 * Declares a verb whose effect is not in the database alone: a request, a run. Its audit row is on
 * disk before the effect, or with it.
 */
export function acting<Name extends VerbName, Schema extends z.ZodType, Row, Output>(
  declared: Declared<Name, Schema, Row, Context> & {
    readonly audit: typeof ofSubject | typeof inEffect | ReturnType<typeof nothing>;
    readonly detail?: (call: Admitted<Context, Schema, Row>) => Told;
    readonly run: (call: Act<Schema, Row>) => Promise<Output>;
  },
): Verb<Schema, Output> {
  return {
    ...asked(declared),
    effect: "acts",
    run: async ({ context, input }) => {
      const { db } = context;
      const { loaded } = await begin(declared, context, db, input);
      const call = { context, input, subject: loaded.row };
      const detail = declared.detail?.(call) ?? {};
      await writeRow(declared, { db, context, loaded, answer: null, note: { detail } });
      const { userId } = context.actor;
      const note = { userId, action: declared.name, siteId: loaded.siteId, detail };
      return declared.run({ ...call, note });
    },
  };
}

function asked<Name extends VerbName, Schema extends z.ZodType, Row, C extends Caller>(
  declared: Declared<Name, Schema, Row, C>,
): Pick<Verb<Schema, unknown, C>, "name" | "input" | "demand"> {
  return {
    name: declared.name,
    input: declared.input,
    demand: async ({ context, input }) => {
      await begin(declared, context, context.db, input);
    },
  };
}

/** The table of roles is asked before anything else, then the subject is loaded. */
async function begin<Name extends VerbName, Schema extends z.ZodType, Row, C extends Caller>(
  { name, subject }: Declared<Name, Schema, Row, C>,
  context: C,
  db: Db,
  input: z.output<Schema>,
): Promise<{ readonly context: C; readonly loaded: Loaded<Row, Sites> }> {
  demand(context.actor, name);
  demandStorable(input);
  const present = subject.turns === undefined ? context : await inTurn(context, db, subject.turns);
  demand(present.actor, name);
  return {
    context: present,
    loaded: await admit(subject, { context: present, db, verb: name, input }),
  };
}

/** Waits for those before it, which may have taken the right to ask. */
async function inTurn<C extends Caller>(context: C, db: Db, lock: number): Promise<C> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(${lock}::bigint)`;
  const { userId, sessionId } = context.actor;
  const actor = await actorOf({ db }, userId, sessionId);
  if (actor === null) throw new Refusal("UNAUTHENTICATED", "Sign in first.");
  return { ...context, actor };
}

async function writeRow(
  declared: {
    readonly name: VerbName;
    readonly subject: { readonly kind: AuditRow["subjectKind"] };
    readonly audit: Audited;
  },
  done: {
    readonly db: Db;
    readonly context: Caller;
    readonly loaded: Loaded<unknown, Sites>;
    readonly answer: unknown;
    readonly note: Note;
  },
): Promise<void> {
  const { name, subject, audit: plan } = declared;
  if (plan.tells === "nothing" || plan.tells === "effect") return;
  const { db, context, loaded, answer, note } = done;
  await audit(db, context.actor, {
    action: name,
    subjectKind: plan.tells === "created" ? plan.kind : subject.kind,
    subjectId: plan.tells === "created" ? idOf(answer) : loaded.id,
    siteId: note.siteId === undefined ? loaded.siteId : note.siteId,
    detail: note.detail ?? {},
  });
}

/** The type of the declaration demands that there is one. */
function idOf(answer: unknown): string | number {
  if (typeof answer === "object" && answer !== null && "id" in answer) {
    const { id } = answer;
    if (typeof id === "string" || typeof id === "number") return id;
  }
  throw new Error("what was created has no id");
}
