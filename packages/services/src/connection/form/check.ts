import {
  checkConnectionForm,
  mustRetypeSecrets,
  tidySecretOrigins,
} from "@callbook/core/connection";
import type { ParameterDefinition as StoredDefinition } from "@callbook/db";
import { toDefinition } from "../../integration/definition.ts";
import type { ParameterDefinition } from "../../integration/views.ts";
import type { Db } from "../../notice/notice.ts";
import type { Actor } from "../../permissions/actor.ts";
import { seenBy } from "../../person/seen.ts";
import { type FieldFault, invalid } from "../../refusal.ts";
import { type SiteInfo, sitesSeeing } from "../access/level.ts";
import type { ConnectionRecord } from "../record/directory.ts";
import type { ConnectionForm } from "./form.ts";
import { asAuthMethod } from "./form-view.ts";

/** A form that has passed every rule, and what of the stored secrets stays. */
export interface CheckedForm {
  readonly form: ConnectionForm;
  readonly definitions: readonly ParameterDefinition[];
  /** False: the connection moved to another place, and what is not typed again is cleared. */
  readonly keepsSecrets: boolean;
}

/**
 * Checks a form that is about to be saved or tested. `before` is the saved connection it
 * changes, null for a new one. Throws INVALID with every fault, each with its field.
 */
export async function checkForm(
  db: Db,
  asked: {
    /** Who saves or tests it. */
    readonly actor: Actor;
    readonly integrationId: number;
    readonly form: ConnectionForm;
    readonly before: ConnectionRecord | null;
    readonly sites: readonly SiteInfo[];
    /** A test needs no name, and tells a malformed credential as a failure of its own class. */
    readonly purpose: "save" | "test";
  },
): Promise<CheckedForm> {
  const { integrationId, before, sites, purpose } = asked;
  const form = tidy(asked.form, before);
  const definitions = await definitionsOf(db, integrationId);
  const keepsSecrets = before !== null && !moves(before, form);
  const stored = keepsSecrets ? await storedSecrets(db, before.id) : new Set<string>();
  const problems = checkConnectionForm(form, {
    stored: { password: stored.has("password"), bearerToken: stored.has("bearer_token") },
    takenNames: await takenNames(db, { integrationId, form, before, sites }),
    internalSiteIds: sites.filter(({ kind }) => kind === "internal").map(({ id }) => id),
    parameters: definitions,
  });
  const faults: FieldFault[] = [
    ...(purpose === "save" ? problems : problems.filter((one) => stopsTest(one, form))),
    ...unknownParameters(form, definitions),
    ...(await permissionFaults(db, asked)),
  ];
  if (faults.length > 0) throw invalid(faults);
  return { form, definitions, keepsSecrets };
}

const CREDENTIALS = ["username", "password", "bearerToken"] as const;

function stopsTest({ path }: FieldFault, form: ConnectionForm): boolean {
  const credential = CREDENTIALS.find((field) => field === path);
  // What is typed and malformed goes on: the request is refused with F-AUTHFORMAT.
  if (credential !== undefined) return (form[credential] ?? "") === "";
  return path !== "name";
}

/** Whether a form points a connection elsewhere, so that its stored secrets do not go along. */
export function moves(before: ConnectionRecord, form: ConnectionForm): boolean {
  return mustRetypeSecrets(
    { requestUrl: before.requestUrl, authMethod: asAuthMethod(before.authMethod) },
    form,
  );
}

/** Texts as they are stored: trimmed, and without what the chosen menu values leave out. */
function tidy(form: ConnectionForm, before: ConnectionRecord | null): ConnectionForm {
  return {
    ...form,
    name: form.name.trim(),
    siteId: form.scope === "site" ? form.siteId : null,
    recipientSiteId: form.scope === "share_internal" ? form.recipientSiteId : null,
    requestUrl: form.requestUrl.trim(),
    username: form.authMethod === "basic" ? form.username : "",
    password: form.authMethod === "basic" ? form.password : null,
    bearerToken: form.authMethod === "bearer" ? form.bearerToken : null,
    testPath: form.testPath.trim(),
    allowedAddress: form.allowedAddress.trim(),
    secretOrigins: tidySecretOrigins(form.secretOrigins ?? before?.secretOrigins ?? []),
  };
}

export async function definitionsOf(db: Db, integrationId: number): Promise<ParameterDefinition[]> {
  const rows: StoredDefinition[] = await db.parameterDefinition.findMany({
    where: { integrationId },
    orderBy: [{ displayOrder: "asc" }, { id: "asc" }],
  });
  return rows.map(toDefinition);
}

async function storedSecrets(db: Db, connectionId: number): Promise<Set<string>> {
  const rows = await db.connectionSecret.findMany({
    where: { connectionId },
    select: { field: true },
  });
  return new Set(rows.map(({ field }) => field));
}

/** Names of the integration's other connections that a common site sees. */
async function takenNames(
  db: Db,
  saving: {
    integrationId: number;
    form: ConnectionForm;
    before: ConnectionRecord | null;
    sites: readonly SiteInfo[];
  },
): Promise<string[]> {
  const { integrationId, form, before, sites } = saving;
  const mine = new Set(sitesSeeing({ ...form, permissions: [] }, sites).map(({ id }) => id));
  const others = await db.connection.findMany({
    where: {
      integrationId,
      deletedAt: null,
      ...(before === null ? {} : { id: { not: before.id } }),
    },
    include: { permissions: true },
  });
  return others
    .filter((other) => sitesSeeing(other, sites).some(({ id }) => mine.has(id)))
    .map(({ name }) => name);
}

function unknownParameters(
  form: ConnectionForm,
  definitions: readonly ParameterDefinition[],
): FieldFault[] {
  const known = new Set(definitions.map(({ id }) => String(id)));
  return Object.keys(form.parameters)
    .filter((id) => !known.has(id))
    .map((id) => ({ path: `parameters.${id}`, message: "This parameter does not exist any more" }));
}

async function permissionFaults(
  db: Db,
  { actor, before, form }: { actor: Actor; before: ConnectionRecord | null; form: ConnectionForm },
): Promise<FieldFault[]> {
  const faults: FieldFault[] = [];
  const seen = new Set<string>();
  const ids = form.permissions.flatMap(({ userId }) => (userId === null ? [] : [userId]));
  const people = await db.user.findMany({
    where: { id: { in: ids }, AND: seenBy(actor) },
    select: { id: true },
  });
  // Whom others have named stays, whether or not the asker knows of him.
  const named = (before?.permissions ?? []).map(({ userId }) => userId);
  const known = new Set([...people.map(({ id }) => id), ...named]);
  for (const [index, { userId, role }] of form.permissions.entries()) {
    const path = `permissions.${index}`;
    const who = userId === null ? `role ${role}` : `person ${userId}`;
    if ((userId === null) === (role === null))
      faults.push({ path, message: "An entry names a person or a role" });
    else if (userId !== null && !known.has(userId))
      faults.push({ path, message: "This person is in none of your sites" });
    else if (seen.has(who)) faults.push({ path, message: "One entry for each person and role" });
    seen.add(who);
  }
  return faults;
}
