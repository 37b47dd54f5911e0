/** What a verb is about: loaded, and its site's role demanded, before the verb does anything. */
import type { Context } from "../context.ts";
import type { Db } from "../notice/notice.ts";
import { demandInOne } from "../permissions/actor.ts";
import type { PERMISSIONS, VerbName } from "../permissions/permissions.ts";
import { notFound } from "../refusal.ts";
import type { SubjectKind } from "./audit.ts";

/** The part of a context that every verb has; those for the command line have no more. */
export type Caller = Pick<Context, "db" | "actor">;

/** Where the role is asked for: in one of these sites, or (null) by the verb's reach alone. */
export type Sites = readonly number[] | null;

/** A verb whose reach is the site of its subject must name a subject that has one, or it does not compile. */
export type SitesOf<Name extends VerbName> = (typeof PERMISSIONS)[Name]["reach"] extends "site"
  ? readonly number[]
  : null;

/** What a subject is looked for with. `db` is the verb's transaction where it has one. */
export interface Search<C, Input> {
  readonly context: C;
  readonly db: Db;
  readonly verb: VerbName;
  readonly input: Input;
}

export interface Loaded<Row, Where extends Sites> {
  /** What the verb is handed. */
  readonly row: Row;
  /** By which the audit knows it. */
  readonly id: string | number;
  /** The one site that the audit tells it of; null: there is no such one. */
  readonly siteId: number | null;
  readonly siteIds: Where;
}

export interface Subject<C, Input, Row, Where extends Sites> {
  readonly kind: SubjectKind;
  /** The word for it in "There is no such ...". */
  readonly what: string;
  /** How long a transaction on it may wait and take, in milliseconds; left out: as usual. */
  readonly transaction?: { readonly maxWait: number; readonly timeout: number };
  /**
   * Advisory lock of the transactions on it: they come one after the other, and each is asked for
   * with the rights that the asker has by then. Left out: they may come at once.
   */
  readonly turns?: number;
  /** null: it is not there. May refuse by rules of its own; the table of roles is asked afterwards. */
  find(search: Search<C, Input>): Promise<Loaded<Row, Where> | null>;
}

/** A subject that lies in one site. */
export function inSite<Row>(
  row: Row,
  id: string | number,
  siteId: number,
): Loaded<Row, readonly number[]> {
  return { row, id, siteId, siteIds: [siteId] };
}

/** A subject that lies in no site: the verb's reach decides alone. */
export function inNoSite<Row>(row: Row, id: string | number): Loaded<Row, null> {
  return { row, id, siteId: null, siteIds: null };
}

/** Nothing in particular: the asker's own things, or those that his sites have. */
export const none: Subject<Caller, unknown, null, null> = {
  kind: "installation",
  what: "installation",
  find: async () => inNoSite(null, "installation"),
};

/** A part of the installation itself. */
export function installation(part: string): Subject<Caller, unknown, null, null> {
  return { ...none, find: async () => inNoSite(null, part) };
}

/** Loads the subject and demands the role in its site. Refuses NOT_FOUND and FORBIDDEN. */
export async function admit<C extends Caller, Input, Row, Where extends Sites>(
  subject: Subject<C, Input, Row, Where>,
  search: Search<C, Input>,
): Promise<Loaded<Row, Where>> {
  const loaded = await subject.find(search);
  if (loaded === null) throw notFound(subject.what);
  if (loaded.siteIds !== null)
    demandInOne(search.context.actor, search.verb, loaded.siteIds, subject.what);
  return loaded;
}
