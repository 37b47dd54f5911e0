import type { Context } from "../../context.ts";
import { may, roleIn } from "../../permissions/actor.ts";
import { notFound, Refusal } from "../../refusal.ts";
import type { Subject } from "../../verb/subject.ts";
import { type SiteInfo, sitesSeeing } from "../access/level.ts";
import { allSites, findConnection } from "../access/subject.ts";
import type { ConnectionRecord } from "../record/directory.ts";
import { demandForChange, movesSite } from "./changes.ts";
import type { ConnectionForm } from "./form.ts";

/** The places that a form names for a connection that is still to be made. */
export const placeOfForm: Subject<
  Context,
  { readonly form: ConnectionForm },
  readonly SiteInfo[],
  readonly number[]
> = {
  kind: "connection",
  what: "site",
  find: async ({ context, db, input: { form } }) => {
    const sites = await allSites(db);
    demandPlace(context, form, sites);
    return {
      row: sites,
      id: "new",
      siteId: form.scope === "site" ? form.siteId : null,
      siteIds: placesOf(form, sites),
    };
  },
};

export interface ChangedConnection {
  readonly before: ConnectionRecord;
  readonly sites: readonly SiteInfo[];
}

/** A saved connection and the form that changes it, for who may make these changes. */
export const changedByForm: Subject<
  Context,
  { readonly id: number; readonly form: ConnectionForm },
  ChangedConnection,
  readonly number[]
> = {
  kind: "connection",
  what: "connection",
  find: async (search) => {
    const { id, form } = search.input;
    const saved = await findConnection(search, id, "edit");
    if (saved === null) return null;
    const { connection: before, level, sites } = saved.row;
    demandForChange(before, form, level);
    if (movesSite(before, form)) demandPlace(search.context, form, sites);
    return { ...saved, row: { before, sites } };
  },
};

/** What a form makes or changes, for who may save it; `before` null: it is new. */
export const madeOrChanged: Subject<
  Context,
  { readonly connectionId?: number | undefined; readonly form: ConnectionForm },
  { readonly before: ConnectionRecord | null; readonly sites: readonly SiteInfo[] },
  readonly number[]
> = {
  kind: "connection",
  what: "connection",
  find: async (search) => {
    const { connectionId: id, form } = search.input;
    if (id !== undefined) return changedByForm.find({ ...search, input: { id, form } });
    const place = await placeOfForm.find(search);
    return place === null ? null : { ...place, row: { before: null, sites: place.row } };
  },
};

/** An empty Site menu is a fault of the form, told with its field: it keeps nobody out. */
function placesOf(form: ConnectionForm, sites: readonly SiteInfo[]): number[] {
  const places =
    form.scope === "site" && form.siteId === null
      ? sites
      : sitesSeeing({ ...form, permissions: [] }, sites);
  return places.map(({ id }) => id);
}

/**
 * Refuses a site, or sharing with all internal ones, in which the actor may not make connections.
 * A site he is no member of looks as if it did not exist.
 */
function demandPlace(
  { actor }: Context,
  form: Pick<ConnectionForm, "scope" | "siteId">,
  sites: readonly SiteInfo[],
): void {
  if (form.scope === "share_internal") {
    const internal = sites.filter(({ kind }) => kind === "internal");
    if (internal.length > 0 && internal.every(({ id }) => may(actor, "connection.create", id)))
      return;
    throw new Refusal(
      "FORBIDDEN",
      "Only who administers every internal site may share a connection with all of them.",
    );
  }
  if (form.siteId === null) return;
  if (!sites.some(({ id }) => id === form.siteId) || roleIn(actor, form.siteId) === null)
    throw notFound("site");
  if (!may(actor, "connection.create", form.siteId))
    throw new Refusal("FORBIDDEN", "Only an admin of this site may have a connection there.");
}
